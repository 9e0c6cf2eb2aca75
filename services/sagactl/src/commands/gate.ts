import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '@saga/definition';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { soundDefinitions } from '../examine/sound-definitions.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { type Terminal, visible } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { checkGate, type Concern, type Here, type There } from './gate-check.js';
import { gateText } from './gate-text.js';
import { printAnswer } from './print-answer.js';

export interface GateOptions extends CoordinatorOptions {
  /** The folder has only some of the coordinator's definitions. */
  partial: boolean;
  /** Whether running sagas are to go on by the definitions of the folder. */
  migrate: boolean;
  /** The new names of steps, by definition and old name: `place-order.charge`. */
  map: Record<string, string>;
}

/** Tells, before the definitions of a folder are deployed, which running sagas that would strand. */
export async function gate(
  folder: string,
  { url, format, partial, migrate, map }: GateOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const files = await filesIn(folder, terminal);
  if (!files) return EXIT.trouble;
  const { sound, status } = await soundDefinitions(files, terminal);
  if (status !== EXIT.ok) return status;
  const here = sound.map((definition, i): Here => ({ file: files[i]!, plan: compile(definition, 1) }));
  const client = new CoordinatorClient(url);
  const there = await definitionsThere(client);
  const check = checkGate(here, there, { partial });
  if (migrate) check.problems.push(...(await strandedByMigration(client, here, there, map)));
  printAnswer(check, gateText, { format }, terminal);
  return check.problems.length > 0 ? EXIT.faults : EXIT.ok;
}

/** The definitions in a folder; null, and told, when there is no such folder. */
async function filesIn(folder: string, terminal: Terminal): Promise<string[] | null> {
  try {
    const files = (await readdir(folder)).filter((file) => /\.(ya?ml|json)$/.test(file)).sort();
    return files.map((file) => join(folder, file));
  } catch (error) {
    terminal.err(`error: can't read ${visible(folder)}: ${(error as Error).message}\n`);
    return null;
  }
}

async function definitionsThere(client: CoordinatorClient): Promise<There[]> {
  const there: There[] = [];
  for (const { name, version: latest, definition, running } of await client.definitions()) {
    const versions =
      running > 0 ? (await client.versions(name)).filter((each) => each.running.sagas > 0) : [];
    const plans = [];
    for (const version of versions) {
      const { definition } = await client.definition(name, version.version);
      plans.push({ ...version, plan: compile(definition, version.version) });
    }
    there.push({ name, latest, definition, running: plans });
  }
  return there;
}

/** The sagas that could not go on by the definitions here, and those that could, but not well. */
async function strandedByMigration(
  client: CoordinatorClient,
  here: Here[],
  there: There[],
  map: Record<string, string>,
): Promise<Concern[]> {
  const concerns: Concern[] = [];
  for (const { plan } of here) {
    if (!there.some(({ name, running }) => name === plan.name && running.length > 0)) continue;
    const { versions } = await client.simulate(plan.definition, namesFor(plan.name, map));
    for (const { fromVersion: version, refusals, problems } of versions) {
      for (const { path, sagas, message, fix, examples } of [...refusals, ...problems]) {
        const why = `${message} (${examples.slice(0, 3).join(' ')})`;
        concerns.push({ definition: plan.name, version, step: path || null, sagas, why, fix });
      }
    }
  }
  return concerns;
}

function namesFor(definition: string, map: Record<string, string>): Record<string, string> {
  const prefix = `${definition}.`;
  const own = Object.entries(map).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, now]) => [name.slice(prefix.length), now]));
}
