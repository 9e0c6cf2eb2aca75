import type { SagaStatus } from '@saga/engine';
import type { EntityManager } from 'typeorm';

/** A saga that does a step of another one. */
export interface ChildSummary {
  step: string;
  /** The attempt at the step whose work it is. */
  attempt: number;
  id: string;
  definition: string;
  status: SagaStatus;
}

const CHILDREN = `
SELECT parent->>'step' AS step, (parent->>'attempt')::integer AS attempt, id, definition, status
FROM saga.sagas WHERE parent->>'sagaId' = $1 ORDER BY started_at, id`;

/** The sagas that a saga has started, in the order of their starts. */
export async function childSagas(manager: EntityManager, sagaId: string): Promise<ChildSummary[]> {
  return manager.query(CHILDREN, [sagaId]);
}
