import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import type { DeadLetterCause, Parent } from '@saga/contracts';
import type { StepOfSaga, Store, StoreTransaction } from '@saga/store';
import type { MessageSpan } from '@saga/telemetry';
import type { MessageReader } from './reader.js';
import type { OutboxPublisher } from './outbox-publisher.js';
import type { OutgoingMessages } from './outgoing.js';
import { withProcessSpans } from './process-spans.js';
import { causeOf, unknownSaga } from './causes.js';
import { SagaInHand } from './saga-in-hand.js';
import { SagaMoves } from './saga-moves.js';
import { storedTrace } from './stored-trace.js';
import { isSagaWork, type SagaWork, type WorkItem } from './work-item.js';

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

  /**
   * Handles messages in their order. Throws when any of them can't be handled now; then none of them was, but that
   * some sagas may have an event already, which they will not take again.
   */
  async handle(messages: IncomingMessage[]): Promise<void> {
    await withProcessSpans(messages, this.group, async (spans) => {
      const items = messages.flatMap((message) => this.reader.read(message));
      await this.handleItems(items, spans);
    });
  }

  /** In one transaction, and as many more as it takes until all sagas have the events that they wait for. */
  private async handleItems(items: WorkItem[], spans: Map<IncomingMessage, MessageSpan>): Promise<void> {
    if (items.length === 0) return;
    const handle = (some: WorkItem[], from: StepOfSaga | null) =>
      this.commit((tx) => this.inTransaction(tx, some, spans, from));
    const events = items.filter(({ type }) => type === 'event');
    for (let after = await handle(items, null); after;) after = await handle(events, after);
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
    after: StepOfSaga | null,
  ): Promise<Outcome<StepOfSaga | null>> {
    const claims = items.flatMap((item) => (item.type === 'event' ? [] : [item.claim]));
    const unhandled = await tx.claim(claims);
    // An event is claimed by each saga that takes it.
    const fresh = items.filter((item) => item.type === 'event' || unhandled.delete(item.claim));
    const ids = fresh.filter(isSagaWork).map((item) => item.sagaId);
    const moves = await SagaMoves.begin(tx, this.outgoing, ids, after);
    for (const item of fresh) {
      if (item.type === 'event') {
        moves.come(item.event);
        continue;
      }
      const cause =
        item.type === 'reject' ? item.cause : await this.apply(item, moves, spans.get(item.origin)!);
      if (cause) moves.messages.push(this.outgoing.deadLetter(item.origin, cause));
    }
    const result = await moves.finish(Date.now());
    return { messages: moves.messages, result };
  }

  /** Moves a saga by one message; gives why it could not be used, if so. */
  private async apply(
    item: SagaWork,
    moves: SagaMoves,
    { traceContext }: MessageSpan,
  ): Promise<DeadLetterCause | null> {
    const { type, sagaId, start, input } = item;
    const trace = storedTrace(traceContext);
    const saga = start
      ? await moves.sagas.startable(start, trace)
      : (moves.sagas.get(sagaId) ?? unknownSaga(item));
    if (!(saga instanceof SagaInHand)) {
      if (start?.parent) moves.messages.push(this.outgoing.refusal(start, saga, traceContext));
      // An event asks for nothing: that its definition was deactivated a moment ago is no fault of it.
      return type === 'trigger' && saga.code === 'definition-inactive' ? null : saga;
    }
    // A signal comes out of another trace; the saga goes on in its own.
    const { ignored } = moves.move(saga, input, (type !== 'signal' && trace) || undefined);
    if (!ignored) return null;
    if (start?.parent && !isWorkOf(saga, start.parent))
      moves.messages.push(this.outgoing.refusal(start, ignored, traceContext));
    return causeOf(ignored);
  }
}

/** Whether the saga of the id that a step wants for its own is the step's. */
function isWorkOf({ parent }: SagaInHand, asking: Parent): boolean {
  return parent?.sagaId === asking.sagaId && parent.step === asking.step;
}
