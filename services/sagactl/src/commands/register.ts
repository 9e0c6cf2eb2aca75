import { CoordinatorClient } from '../client/coordinator-client.js';
import { soundDefinitions } from '../examine/sound-definitions.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';

/** Registers the sagas of files; while one of the files has faults, these are told and nothing is registered. */
export async function register(
  files: string[],
  { url, format }: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { sound, status } = await soundDefinitions(files, terminal);
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
