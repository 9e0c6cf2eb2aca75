import { readFile } from 'node:fs/promises';
import type { JsonObject } from '@saga/contracts';
import type { Duration } from '@saga/definition';
import { whatIf as simulate, type WhatIfOptions as Simulated } from '@saga/testkit';
import { examine } from '../examine/examine.js';
import { textReport } from '../examine/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { deliver } from '../output.js';
import { plain, type Terminal } from '../terminal.js';

export interface WhatIfOptions {
  rate: string;
  during: Duration;
  then?: Duration;
  fault: string[];
  /** By name, how each works. */
  participant: NonNullable<Simulated['participants']>;
  /** JSON files. */
  input?: string;
  outputs?: string;
  seed: number;
  svg?: string;
}

/** Simulates many sagas of a file at once, with a fault; one with faults of its own is not simulated, these are told. */
export async function whatIf(file: string, options: WhatIfOptions, terminal: Terminal): Promise<ExitStatus> {
  const finding = await examine(file, terminal);
  if (finding.status !== 'ok') {
    terminal.err(textReport([finding], plain));
    return finding.status === 'faulty' ? EXIT.faults : EXIT.trouble;
  }
  const { rate, during, then, fault, participant, seed, svg } = options;
  try {
    const forecast = simulate(finding.definition, {
      ...{ rate, during, fault, seed, participants: participant },
      ...(then && { then }),
      ...(options.input && { input: await readJson(options.input) }),
      ...(options.outputs && { outputs: (await readJson(options.outputs)) as Simulated['outputs'] & object }),
    });
    terminal.out(`${forecast.title}\n\n${forecast.table()}\n\n${forecast.plot()}\n`);
    if (svg !== undefined) await deliver(forecast.svg(), svg, terminal);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof UnreadableJson)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return EXIT.trouble;
  }
}

class UnreadableJson extends Error {}

async function readJson(file: string): Promise<JsonObject> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JsonObject;
  } catch (error) {
    throw new UnreadableJson(`can't read ${file} as JSON: ${(error as Error).message}`);
  }
}
