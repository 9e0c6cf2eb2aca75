import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import { type Codec, commandId, MalformedMessage, replyId } from '@saga/contracts';
import type { StoreTransaction } from '@saga/store';
import type { MessageSpan } from '@saga/telemetry';
import type { OutgoingMessages } from '../pipeline/outgoing.js';
import { withProcessSpans } from '../pipeline/process-spans.js';
import type { Outcome, SagaPipeline } from '../pipeline/saga-pipeline.js';
import { storedTrace } from '../pipeline/stored-trace.js';
import { rejected, type RejectedWork } from '../pipeline/work-item.js';
import { type Answer, LockBook } from './lock-book.js';
import { type LockCommand, LOCKS, readLockCommand, type RefusedCommand } from './lock-command.js';

/** A command, and the message that it came in. */
interface Ask {
  ask: LockCommand | RefusedCommand;
  origin: IncomingMessage;
}

/**
 * The participant `locks`, which keeps the sagas' semantic locks. Each batch of commands is one transaction, in which
 * the keys concerned are in its hand alone, and one publication of the answers: to those who asked, and to those who
 * stood in line and have got their lock. A batch that comes again has no second effect.
 */
export class LockKeeper {
  /** Where its commands come from. */
  readonly topic: string;

  constructor(
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
    private readonly codec: Codec,
    /** Its consumer group. */
    readonly group: string,
  ) {
    this.topic = codec.topics.command(LOCKS);
  }

  /** Handles messages in their order. Throws when they can't be handled now; then none of them was. */
  async handle(messages: IncomingMessage[]): Promise<void> {
    await withProcessSpans(messages, this.group, async (spans) => {
      const asks: Ask[] = [];
      const rejects: RejectedWork[] = [];
      for (const message of messages) {
        const read = this.read(message);
        if ('ask' in read) asks.push(read);
        else rejects.push(read);
      }
      await this.pipeline.commit((tx) => this.inTransaction(tx, asks, rejects, spans));
    });
  }

  private read(origin: IncomingMessage): Ask | RejectedWork {
    try {
      return { ask: readLockCommand(this.codec.decodeCommand(origin)), origin };
    } catch (error) {
      if (error instanceof MalformedMessage) return rejected(origin, error.toCause());
      throw error;
    }
  }

  private async inTransaction(
    tx: StoreTransaction,
    asks: Ask[],
    rejects: RejectedWork[],
    spans: Map<IncomingMessage, MessageSpan>,
  ): Promise<Outcome<void>> {
    const parties = asks.flatMap(({ ask }) =>
      ask.type === 'refuse' ? [] : [{ key: ask.key, sagaId: ask.command.sagaId }],
    );
    const book = new LockBook(await tx.claimLocks(parties), new Date());
    for (const { ask, origin } of asks) {
      const trace = storedTrace(spans.get(origin)!.traceContext);
      if (ask.type === 'refuse') book.answers.push({ ...ask.command, outcome: ask.outcome, trace });
      else book[ask.type](ask, trace);
    }
    await tx.saveLocks(book.changes());
    const unhandled = await tx.claim(rejects.map(({ claim }) => claim));
    const letters = rejects
      .filter(({ claim }) => unhandled.has(claim))
      .map(({ origin, cause }) => this.outgoing.deadLetter(origin, cause));
    return { messages: [...book.answers.map((answer) => this.reply(answer)), ...letters], result: undefined };
  }

  private reply({ sagaId, step, direction, attempt, outcome, trace }: Answer): OutgoingMessage {
    const causationId = commandId(sagaId, step, direction, attempt);
    return this.codec.encode({
      ...{ kind: 'reply', id: replyId(causationId), source: LOCKS, causationId },
      ...{ sagaId, step, direction, attempt, outcome, time: new Date().toISOString() },
      ...trace,
    });
  }
}
