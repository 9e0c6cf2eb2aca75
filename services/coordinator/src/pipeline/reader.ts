import type { IncomingMessage } from '@saga/bus';
import { type Codec, isProgress, isUndo, MalformedMessage } from '@saga/contracts';
import type { TriggerTable } from '../definitions/trigger-table.js';
import type { UnknownEventCounts } from '../definitions/unknown-event-counts.js';
import type { WaitTable } from '../definitions/wait-table.js';
import {
  progressWork,
  rejected,
  replyWork,
  signalWork,
  startWork,
  triggerWork,
  undoWork,
  type WorkItem,
} from './work-item.js';

/** Turns messages into work, by the topic they came from. */
export class MessageReader {
  constructor(
    private readonly codec: Codec,
    private readonly triggers: TriggerTable,
    private readonly waits: WaitTable,
    private readonly unknown: UnknownEventCounts,
    private readonly now: () => number = Date.now,
  ) {}

  /** A domain event may start several sagas, or none, and be awaited; every other message is one piece of work. */
  read(message: IncomingMessage): WorkItem[] {
    if (!this.isOurs(message)) this.unknown.look(message, this.now());
    return this.workOf(message);
  }

  /** What `read` gives, for a message that has not come: it is counted nowhere. */
  workOf(message: IncomingMessage): WorkItem[] {
    const { codec } = this;
    const at = this.now();
    switch (message.topic) {
      case codec.topics.start:
        return isUndo(message)
          ? unlessMalformed(message, () => [undoWork(message, codec.decodeUndo(message), at)])
          : unlessMalformed(message, () => [startWork(message, codec.decodeStart(message), at)]);
      case codec.topics.reply:
        return isProgress(message)
          ? unlessMalformed(message, () => [progressWork(message, codec.decodeProgress(message), at)])
          : unlessMalformed(message, () => [replyWork(message, codec.decodeReply(message), at)]);
      case codec.topics.signal:
        return unlessMalformed(message, () => [signalWork(message, codec.decodeSignal(message), at)]);
      default:
        return [...this.startsOf(message, at), ...this.awaitedOf(message, at)];
    }
  }

  /** Whether it lies on a topic of the contract, and not on one of events. */
  private isOurs({ topic }: IncomingMessage): boolean {
    const { start, reply, signal } = this.codec.topics;
    return topic === start || topic === reply || topic === signal;
  }

  private startsOf(message: IncomingMessage, at: number): WorkItem[] {
    return unlessMalformed(message, () =>
      this.triggers.starts(message).map(({ start, claim }) => triggerWork(message, start, at, claim)),
    );
  }

  private awaitedOf(message: IncomingMessage, at: number): WorkItem[] {
    return unlessMalformed(message, () =>
      this.waits.events(message, at).map((event) => ({ type: 'event', origin: message, event })),
    );
  }
}

function unlessMalformed(message: IncomingMessage, read: () => WorkItem[]): WorkItem[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedMessage) return [rejected(message, error.toCause())];
    throw error;
  }
}
