import { renamed, type SagaEvent } from '@saga/engine';
import type { EntityManager } from 'typeorm';
import { putRows } from './rows.js';
import type { SagaChange } from './saga-record.js';

/** All that is kept of a saga by the paths of its steps, but for its history. */
const PATHS = [
  ['saga.steps', 'path'],
  ['saga.compensations', 'path'],
  ['saga.awaited_events', 'step'],
  ['saga.open_approvals', 'step'],
] as const;

/** No path begins so: two steps that swap their names are never both called the same. */
const MARK = '>';

/** Calls the steps of sagas that migrate as their new versions do. The sagas are written before, fenced. */
export async function renameSteps(manager: EntityManager, changes: SagaChange[]): Promise<void> {
  const rows = changes.flatMap((change) =>
    [...renamedSteps(change)].map(([path, was]) => ({ saga_id: change.after.state.id, was, path })),
  );
  for (const [table, column] of PATHS) {
    const each = `UPDATE ${table} t SET ${column} = %
FROM json_to_recordset($1) AS n(saga_id text, was text, path text) WHERE t.saga_id = n.saga_id AND t.${column} = `;
    await putRows(manager, `${each.replace('%', `'${MARK}' || n.path`)} n.was`, rows);
    await putRows(manager, `${each.replace('%', 'n.path')} '${MARK}' || n.path`, rows);
  }
}

/** The steps of a saga that had another path before, with that path; none for one that does not migrate. */
export function renamedSteps({ before, events }: SagaChange): Map<string, string> {
  const migrations = events.filter(isRenaming);
  if (!before || migrations.length === 0) return NONE;
  const paths = [...before.state.steps].map(({ path: was }) => {
    return [migrations.reduce((path, { steps }) => renamed(path, steps), was), was] as const;
  });
  return new Map(paths.filter(([path, was]) => path !== was));
}

const NONE = new Map<string, string>();

function isRenaming(event: SagaEvent): event is Extract<SagaEvent, { type: 'saga-migrated' }> {
  return event.type === 'saga-migrated' && Object.keys(event.steps).length > 0;
}
