import type { MigrationReport, SharedReason } from '../client/migration-answers.js';
import { table } from '../table.js';
import { visible } from '../terminal.js';

const HEADS = ['STEP', 'SAGAS', 'WHY', 'SUCH AS'];
const EXAMPLES = 3;

/** Why sagas can't be migrated, and what would go wrong with those that can, as tables. */
export function reasonsText({ refusals, problems }: Pick<MigrationReport, 'refusals' | 'problems'>): string {
  return [
    refusals.length > 0 ? `\nThey can't go on by it:\n${tableOf(refusals)}` : '',
    problems.length > 0 ? `\nThey could, but not well:\n${tableOf(problems)}` : '',
  ].join('');
}

function tableOf(reasons: SharedReason[]): string {
  return table([HEADS, ...reasons.map(cellsOf)]);
}

function cellsOf({ path, sagas, message, fix, examples }: SharedReason): string[] {
  const some = examples.slice(0, EXAMPLES).map(visible).join(' ');
  return [path || '-', `${sagas}`, `${visible(message)}; fix: ${visible(fix)}`, some];
}
