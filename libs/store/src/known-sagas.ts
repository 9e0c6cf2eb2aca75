import { isFinished } from '@saga/engine';
import type { SagaRecord } from './saga-record.js';

/** How much JSON text the sagas that are kept may have together. As objects they take a few times as much. */
const CAPACITY = 16 * 1024 * 1024;

/**
 * Sagas as this process wrote them last. A saga's state at a revision never changes, so whoever finds the revision
 * of a known saga unchanged in Postgres has it whole; the most recently written ones are kept. Nothing depends on
 * it: a saga that is not known is read.
 */
export class KnownSagas {
  private readonly kept = new Map<string, { record: SagaRecord; size: number }>();
  private size = 0;

  constructor(private readonly capacity = CAPACITY) {}

  get(id: string): SagaRecord | undefined {
    return this.kept.get(id)?.record;
  }

  /** Keeps a saga as it was committed; one that is finished has no need to be known. */
  keep(record: SagaRecord): void {
    const { id, status } = record.state;
    this.forget(id);
    if (isFinished(status)) return;
    const size = JSON.stringify(record.state).length;
    this.kept.set(id, { record, size });
    this.size += size;
    for (const oldest of this.kept.keys()) {
      if (this.size <= this.capacity) break;
      this.forget(oldest);
    }
  }

  private forget(id: string): void {
    this.size -= this.kept.get(id)?.size ?? 0;
    this.kept.delete(id);
  }
}
