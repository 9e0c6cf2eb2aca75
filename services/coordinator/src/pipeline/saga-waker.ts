import type { BusLog, OutgoingMessage } from '@saga/bus';
import type { Store, StoreTransaction } from '@saga/store';
import { isWorthWaiting } from './intake.js';
import type { LagWatch } from './lag-watch/lag-watch.js';
import type { OutgoingMessages } from './outgoing.js';
import type { SagaPipeline } from './saga-pipeline.js';
import { SagaMoves } from './saga-moves.js';

/** How many sagas one transaction wakes. */
const BATCH = 200;
/** How long a saga sleeps on that could not be woken, in milliseconds. */
const REST = 60_000;

/** Moves the sagas for which time itself is the message: overdue replies, backoffs, deadlines. */
export class SagaWaker {
  constructor(
    private readonly store: Store,
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
    private readonly lagWatch: Pick<LagWatch, 'lagging'>,
    private readonly log: BusLog,
  ) {}

  /** Wakes sagas that are due, at most a batch; true when there may be more. One that fails holds up no other. */
  async wake(): Promise<boolean> {
    try {
      return (await this.wakeTogether(BATCH)).length === BATCH;
    } catch (error) {
      if (isWorthWaiting(error)) throw error;
      return this.wakeOneByOne();
    }
  }

  private async wakeOneByOne(): Promise<boolean> {
    for (let woken = 0; woken < BATCH; woken++) {
      let inHand: string[] = [];
      try {
        await this.wakeTogether(1, (ids) => (inHand = ids));
      } catch (error) {
        if (isWorthWaiting(error)) throw error;
        await this.letRest(inHand, error);
      }
      if (inHand.length === 0) return false;
    }
    return true;
  }

  private wakeTogether(limit: number, onTaken?: (ids: string[]) => void): Promise<string[]> {
    return this.pipeline.commit(async (tx) => {
      const at = Date.now();
      const ids = await tx.takeDue(at, limit);
      onTaken?.(ids);
      return { messages: await this.tick(tx, ids, at), result: ids };
    });
  }

  private async letRest(ids: string[], error: unknown): Promise<void> {
    const wakeAt = Date.now() + REST;
    this.log.error({ err: error, sagas: ids }, 'a saga can not be woken: it will be tried again in a minute');
    await this.store.transaction((tx) => tx.postpone(ids.map((id) => ({ id, wakeAt }))));
  }

  private async tick(tx: StoreTransaction, ids: string[], at: number): Promise<OutgoingMessage[]> {
    if (ids.length === 0) return [];
    const moves = await SagaMoves.begin(tx, this.outgoing, ids);
    const { lagging } = this.lagWatch;
    const idle: { id: string; wakeAt: number | null }[] = [];
    for (const id of ids) {
      const saga = moves.sagas.get(id)!;
      const decision = moves.move(saga, { type: 'tick', at, lagging });
      if (decision.events.length === 0) idle.push({ id, wakeAt: saga.wakeAt(at) });
    }
    await moves.finish(at);
    await tx.postpone(idle);
    return moves.messages;
  }
}
