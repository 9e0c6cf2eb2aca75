import type { MigrationAnswer } from '../client/migration-answers.js';
import { CoordinatorClient, type Decision } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { reasonsText } from './migrate-reasons.js';
import { printAnswer } from './print-answer.js';

export interface MigrateOptions extends CoordinatorOptions, Decision {
  from: number;
  to: number;
  /** The new names of steps by their old ones. */
  map: Record<string, string>;
  dryRun: boolean;
}

/** Lets the running sagas of a version go on by another one; tells of those that can't why. */
export async function migrate(
  name: string,
  { url, format, from, to, map: steps, dryRun, by, reason }: MigrateOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const order = { fromVersion: from, toVersion: to, steps, dryRun, by, reason };
  const answer = await new CoordinatorClient(url).migrate(name, order);
  printAnswer(answer, textOf, { format }, terminal);
  return answer.migrated < answer.examined || answer.problems.length > 0 ? EXIT.faults : EXIT.ok;
}

function textOf({ name, fromVersion, toVersion, dryRun, ...report }: MigrationAnswer): string {
  const { examined, migrated } = report;
  const did = dryRun ? 'could go on' : 'go on';
  const summary = `${name}: ${migrated} of ${examined} running sagas of version ${fromVersion} ${did} by version ${toVersion}\n`;
  return summary + reasonsText(report);
}
