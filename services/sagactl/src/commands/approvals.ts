import type { OpenApproval } from '../client/answers.js';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { table } from '../table.js';
import { type Terminal, visible } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { printAnswer } from './print-answer.js';

const HEADS = ['SAGA', 'STEP', 'APPROVERS', 'SINCE', 'DUE', 'QUESTION'];

/** Lists what sagas ask people, the oldest question first. */
export async function approvals(
  { url, format }: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const open = await new CoordinatorClient(url).approvals();
  printAnswer(open, () => table([HEADS, ...open.map(cellsOf)]), { format }, terminal);
  return EXIT.ok;
}

function cellsOf({ saga, step, approvers, since, due, question }: OpenApproval): string[] {
  const asked = question === null ? '-' : visible(JSON.stringify(question));
  return [saga, step, approvers.map(visible).join(',') || '-', since, due ?? '-', asked];
}
