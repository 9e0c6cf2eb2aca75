import { type BatchHandler, type BusLog, isolating } from '@saga/bus';
import { isTransient, type Store } from '@saga/store';
import { PublishingFailed } from './outbox-publisher.js';
import type { SagaPipeline } from './saga-pipeline.js';

/** Takes batches from Kafka to the pipeline. A message that can't be handled stops its own saga only. */
export class Intake {
  readonly take: BatchHandler;

  constructor(pipeline: SagaPipeline, store: Store, log: BusLog) {
    this.take = isolating((messages) => pipeline.handle(messages), {
      parking: store.parking,
      isTransient: isWorthWaiting,
      log,
    });
  }
}

/** Postgres or Kafka is the trouble, not the message. */
export function isWorthWaiting(error: unknown): boolean {
  return error instanceof PublishingFailed || isTransient(error);
}
