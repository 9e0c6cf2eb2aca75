import type { SagaEvent } from '@saga/engine';
import type { EntityManager } from 'typeorm';
import { UNFINISHED } from './saga-status.js';

const UNFINISHED_OF = `
SELECT id FROM saga.sagas
WHERE ${UNFINISHED} AND definition = $1 AND version = $2
ORDER BY id`;

const HISTORIES = `
SELECT saga_id AS "sagaId", type, at, body FROM saga.history WHERE saga_id = ANY($1) ORDER BY saga_id, seq`;

const LOCK = `SELECT id FROM saga.sagas WHERE id = ANY($1) ORDER BY id FOR UPDATE`;

/** The ids of all sagas of a version that have not ended. */
export async function unfinishedSagas(
  manager: EntityManager,
  definition: string,
  version: number,
): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(UNFINISHED_OF, [definition, version]);
  return rows.map(({ id }) => id);
}

/** All events of these sagas, as the engine folds them, by the sagas' ids. */
export async function histories(manager: EntityManager, ids: string[]): Promise<Map<string, SagaEvent[]>> {
  const rows: { sagaId: string; type: string; at: Date; body: object }[] = await manager.query(HISTORIES, [
    ids,
  ]);
  const byId = new Map<string, SagaEvent[]>();
  for (const { sagaId, type, at, body } of rows) {
    const events = byId.get(sagaId) ?? [];
    events.push({ ...body, type, at: at.getTime() } as SagaEvent);
    byId.set(sagaId, events);
  }
  return byId;
}

/**
 * Locks sagas for this transaction. Those that are always busy would else be moved by others before they could be
 * written; whoever moves one meanwhile finds a new revision, and begins again.
 */
export async function lockSagas(manager: EntityManager, ids: string[]): Promise<void> {
  await manager.query(LOCK, [ids]);
}
