import type { ListedDefinition } from '../client/answers.js';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { printAnswer } from './print-answer.js';

export interface CoordinatorOptions {
  url: string;
  format: 'text' | 'json';
}

const HEADS = ['NAME', 'LATEST', 'STABLE', 'CANARY', 'ACTIVE', 'RUNNING'];

/** Lists the coordinator's definitions and which versions of them new sagas start with. */
export async function definitions(
  { url, format }: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const all = await new CoordinatorClient(url).definitions();
  printAnswer(all.map(entryOf), () => table([HEADS, ...all.map(cellsOf)]), { format }, terminal);
  return EXIT.ok;
}

function entryOf({ name, version: latest, stable, canary, active, running }: ListedDefinition) {
  return { name, latest, stable, canary, active, running };
}

function cellsOf({ name, version, stable, canary, active, running }: ListedDefinition): string[] {
  const tried = canary ? `${canary.version} (${canary.percent}%)` : '-';
  return [name, `${version}`, `${stable ?? 'latest'}`, tried, active ? 'yes' : 'no', `${running}`];
}
