import type { Direction } from '@saga/engine';
import type { EntityManager } from 'typeorm';
import { UNFINISHED } from './saga-status.js';

/** How many sagas are at a step; one that has several steps in flight is at each of them. */
export interface SagasAt {
  /** The step's path without the numbers of its rounds and elements, such as `packages[].book`. */
  step: string;
  direction: Direction;
  sagas: number;
}

/** The sagas of a version that have not ended. */
export interface RunningSagas {
  version: number;
  sagas: number;
  at: SagasAt[];
}

const IN_FLIGHT = `status IN ('waiting', 'backing-off')`;

/** A row without a step counts all sagas of its version. */
const RUNNING = `
WITH unfinished AS (
  SELECT id, version, attention FROM saga.sagas WHERE definition = $1 AND ${UNFINISHED}
), places AS (
  SELECT id, version, 'do' AS direction, path FROM unfinished JOIN saga.steps ON saga_id = id WHERE ${IN_FLIGHT}
  UNION ALL
  SELECT id, version, 'undo', path FROM unfinished JOIN saga.compensations ON saga_id = id WHERE ${IN_FLIGHT}
  UNION ALL
  SELECT id, version, attention->>'direction', attention->>'step' FROM unfinished WHERE attention->>'step' IS NOT NULL
  UNION ALL
  SELECT id, version, NULL, NULL FROM unfinished
)
SELECT version, direction, regexp_replace(path, '\\[\\d+\\]', '[]', 'g') AS step,
  count(DISTINCT id)::integer AS sagas
FROM places GROUP BY 1, 2, 3 ORDER BY 1 DESC, 4 DESC, 3, 2`;

const COUNTS = `
SELECT definition, count(*)::integer AS sagas FROM saga.sagas WHERE ${UNFINISHED} GROUP BY definition`;

/** The sagas of a definition that have not ended, by version, the latest first, and by the steps that they are at. */
export async function runningSagas(manager: EntityManager, definition: string): Promise<RunningSagas[]> {
  const rows: (SagasAt & { version: number; step: string | null })[] = await manager.query(RUNNING, [
    definition,
  ]);
  return rows
    .filter(({ step }) => step === null)
    .map(({ version, sagas }) => ({
      version,
      sagas,
      at: rows
        .filter((row) => row.version === version && row.step !== null)
        .map(({ step, direction, sagas }) => ({ step, direction, sagas })),
    }));
}

/** How many sagas of each definition have not ended; those of which none runs are left out. */
export async function countRunning(manager: EntityManager): Promise<Map<string, number>> {
  const rows: { definition: string; sagas: number }[] = await manager.query(COUNTS);
  return new Map(rows.map(({ definition, sagas }) => [definition, sagas]));
}
