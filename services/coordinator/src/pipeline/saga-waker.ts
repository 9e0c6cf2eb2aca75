import type { OutgoingMessage } from '@saga/bus';
import type { Store, StoreTransaction } from '@saga/store';
import type { OutgoingMessages } from './outgoing.js';
import type { SagaPipeline } from './saga-pipeline.js';
import { SagasInHand } from './sagas-in-hand.js';

/** How many sagas one transaction wakes. */
const BATCH = 200;

/** Moves the sagas for which time itself is the message: overdue replies, backoffs, deadlines. */
export class SagaWaker {
  constructor(
    private readonly store: Store,
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
  ) {}

  /** Wakes sagas that are due, at most a batch; true when there may be more. */
  async wake(): Promise<boolean> {
    let woken = 0;
    await this.pipeline.commit(async (tx) => {
      const { ids, messages } = await this.inTransaction(tx, Date.now());
      woken = ids.length;
      return messages;
    });
    return woken === BATCH;
  }

  private async inTransaction(
    tx: StoreTransaction,
    at: number,
  ): Promise<{ ids: string[]; messages: OutgoingMessage[] }> {
    const ids = await tx.takeDue(at, BATCH);
    if (ids.length === 0) return { ids, messages: [] };
    const hand = await SagasInHand.load(tx, this.store.definitions, ids);
    const messages: OutgoingMessage[] = [];
    const idle: { id: string; wakeAt: number | null }[] = [];
    for (const id of ids) {
      const saga = hand.get(id)!;
      const decision = saga.apply({ type: 'tick', at });
      messages.push(...this.outgoing.of(decision, saga.trace ?? {}));
      if (decision.events.length === 0) idle.push({ id, wakeAt: saga.wakeAt(at) });
    }
    await tx.save(hand.changes(at));
    await tx.postpone(idle);
    return { ids, messages };
  }
}
