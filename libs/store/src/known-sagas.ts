import { isFinished, type SagaState } from '@saga/engine';
import type { SagaRecord } from './saga-record.js';

/** How large the sagas that are kept may be together, by `sizeOf`. In memory they take a few times as much. */
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
    const size = sizeOfSaga(record.state);
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

const SAMPLE = 8;

/** About the bytes of a saga's JSON: its steps, of which there may be ten thousands, count as much as the latest. */
export function sizeOfSaga({ steps, ...rest }: SagaState): number {
  const sample = steps.latest(SAMPLE);
  return sizeOf(rest) + (sample.length && (sizeOf(sample) * steps.size) / sample.length);
}

const SIZE_OF_VALUE = 8;

/** About the bytes of a value's JSON, without the cost of writing it. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return SIZE_OF_VALUE + value.length;
  if (typeof value !== 'object' || value === null) return SIZE_OF_VALUE;
  let size = SIZE_OF_VALUE;
  for (const key in value) size += key.length + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
