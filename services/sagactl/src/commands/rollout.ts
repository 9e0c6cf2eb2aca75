import type { Rollout } from '../client/answers.js';
import { CoordinatorClient, type Decision } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { printAnswer } from './print-answer.js';

export type RolloutOptions = CoordinatorOptions & Decision;

/** Makes a decision about which versions new sagas start with, and tells what holds from then on. */
export async function rollOut(
  change: (client: CoordinatorClient, decision: Decision) => Promise<Rollout>,
  { url, format, by, reason }: RolloutOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const rollout = await change(new CoordinatorClient(url), { by, reason });
  printAnswer(rollout, textOf, { format }, terminal);
  return EXIT.ok;
}

function textOf({ name, latest, stable, canary, active }: Rollout): string {
  if (!active) return `${name}: inactive, no saga of it starts; those that run go on\n`;
  const version = stable === null ? `the latest version, ${latest}` : `version ${stable}`;
  const tried = canary ? `, ${canary.percent}% of them with version ${canary.version}` : '';
  return `${name}: active, new sagas start with ${version}${tried}\n`;
}
