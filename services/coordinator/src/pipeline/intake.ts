import { type BatchHandler, type BusLog, type IncomingMessage, isolating } from '@saga/bus';
import { isTransient, type Store } from '@saga/store';
import type { LockKeeper } from '../locks/lock-keeper.js';
import { PublishingFailed } from './outbox-publisher.js';
import type { SagaPipeline } from './saga-pipeline.js';

/**
 * Takes batches from Kafka to those who handle them. A message that can't be handled stops its own saga only: it is
 * parked, with the later ones of that saga.
 */
export class Intake {
  readonly take: BatchHandler;

  constructor(
    private readonly pipeline: SagaPipeline,
    private readonly locks: LockKeeper,
    store: Store,
    log: BusLog,
  ) {
    this.take = isolating((messages) => this.handle(messages), {
      parking: store.parking,
      isTransient: isWorthWaiting,
      log,
    });
  }

  /** Handles messages of any topic: those of a saga that are parked come from several. */
  async handle(messages: IncomingMessage[]): Promise<void> {
    const forLocks = messages.filter(({ topic }) => topic === this.locks.topic);
    const forSagas = messages.filter(({ topic }) => topic !== this.locks.topic);
    if (forLocks.length > 0) await this.locks.handle(forLocks);
    if (forSagas.length > 0) await this.pipeline.handle(forSagas);
  }
}

/** Postgres or Kafka is the trouble, not the message. */
export function isWorthWaiting(error: unknown): boolean {
  return error instanceof PublishingFailed || isTransient(error);
}
