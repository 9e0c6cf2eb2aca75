import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import type { DeadLetterCause } from '@saga/contracts';
import type { Store, StoredTrace, StoreTransaction } from '@saga/store';
import { type MessageSpan, startProcessSpan } from '@saga/telemetry';
import type { MessageReader } from './reader.js';
import type { OutboxPublisher } from './outbox-publisher.js';
import type { OutgoingMessages } from './outgoing.js';
import { causeOf, unknownDefinition, unknownSaga } from './causes.js';
import { SagasInHand } from './sagas-in-hand.js';
import { storedTrace } from './stored-trace.js';
import type { SagaWork, WorkItem } from './work-item.js';

/** What a transaction comes to: messages for the world, and a result for its caller. */
export interface Outcome<T> {
  messages: OutgoingMessage[];
  result: T;
}

/**
 * The way of a batch of messages: one transaction in which each message moves its saga, then one publication of
 * all that came of it. A batch that comes again, after a crash at any point, has no second effect.
 */
export class SagaPipeline {
  constructor(
    private readonly store: Store,
    private readonly reader: MessageReader,
    private readonly outgoing: OutgoingMessages,
    private readonly publisher: OutboxPublisher,
    private readonly group: string,
  ) {}

  /** Handles messages in their order. Throws when any of them can't be handled now; then none of them was. */
  async handle(messages: IncomingMessage[]): Promise<void> {
    const spans = new Map<IncomingMessage, MessageSpan>();
    for (const message of messages) spans.set(message, startProcessSpan(message, { group: this.group }));
    try {
      const items = messages.flatMap((message) => this.reader.read(message));
      if (items.length > 0) await this.commit((tx) => this.inTransaction(tx, items, spans));
      for (const span of spans.values()) span.end();
    } catch (error) {
      for (const span of spans.values()) span.end(error);
      throw error;
    }
  }

  /**
   * Runs `work` in a transaction and publishes the messages it gives, which the outbox keeps from the commit on.
   * `work` may run several times and must have no effect but on the transaction. Gives its result.
   */
  async commit<T>(work: (tx: StoreTransaction) => Promise<Outcome<T>>): Promise<T> {
    const published = this.publisher.takePublished();
    const { messages, result, entry } = await this.store
      .transaction(async (tx) => {
        const outcome = await work(tx);
        await tx.removeFromOutbox(published);
        return { ...outcome, entry: await tx.addToOutbox(outcome.messages) };
      })
      .catch((error) => {
        this.publisher.returnPublished(published);
        throw error;
      });
    if (entry) await this.publisher.publish(entry, messages);
    return result;
  }

  private async inTransaction(
    tx: StoreTransaction,
    items: WorkItem[],
    spans: Map<IncomingMessage, MessageSpan>,
  ): Promise<Outcome<void>> {
    const unhandled = await tx.claim(items.map((item) => item.claim));
    const fresh = items.filter((item) => unhandled.delete(item.claim));
    const work = fresh.filter((item): item is SagaWork => item.type !== 'reject');
    const hand = await SagasInHand.load(
      tx,
      work.map((item) => item.sagaId),
    );
    const messages: OutgoingMessage[] = [];
    for (const item of fresh) {
      const trace = storedTrace(spans.get(item.origin)!.traceContext);
      const cause = item.type === 'reject' ? item.cause : await this.apply(item, hand, trace, messages);
      if (cause) messages.push(this.outgoing.deadLetter(item.origin, cause));
    }
    await tx.save(hand.changes(Date.now()));
    return { messages, result: undefined };
  }

  /** Moves a saga by one message; gives why it could not be used, if so. */
  private async apply(
    item: SagaWork,
    hand: SagasInHand,
    trace: StoredTrace | null,
    messages: OutgoingMessage[],
  ): Promise<DeadLetterCause | null> {
    const saga = item.start ? await hand.startable(item.start, trace) : hand.get(item.sagaId);
    if (!saga) return item.start ? unknownDefinition(item.start) : unknownSaga(item.sagaId);
    const decision = saga.apply(item.input);
    messages.push(...this.outgoing.of(decision, trace ?? saga.trace ?? {}));
    return decision.ignored && causeOf(decision.ignored);
  }
}
