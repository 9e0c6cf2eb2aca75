import type { SagaDefinition } from '@saga/definition';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { examine } from '../examine/examine.js';
import { textReport } from '../examine/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { plain, type Terminal } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';

/** Registers the sagas of files; while one of the files has faults, these are told and nothing is registered. */
export async function register(
  files: string[],
  { url, format }: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const sound: SagaDefinition[] = [];
  let status: ExitStatus = EXIT.ok;
  for (const file of files) {
    const finding = await examine(file, terminal);
    if (finding.status === 'ok') sound.push(finding.definition);
    else {
      terminal.err(textReport([finding], plain));
      if (status !== EXIT.trouble) status = finding.status === 'faulty' ? EXIT.faults : EXIT.trouble;
    }
  }
  if (status !== EXIT.ok) return status;
  const client = new CoordinatorClient(url);
  const registered = [];
  for (const definition of sound) {
    const version = await client.register(definition);
    registered.push(version);
    if (format === 'text') terminal.out(textOf(version));
  }
  if (format === 'json') terminal.out(`${JSON.stringify(registered, null, 2)}\n`);
  return EXIT.ok;
}

function textOf({ name, version, created }: { name: string; version: number; created: boolean }): string {
  return `${name}: version ${version} ${created ? 'registered' : 'is there already'}\n`;
}
