import type { IncomingMessage } from '@saga/bus';
import { type Codec, MalformedMessage } from '@saga/contracts';
import type { TriggerTable } from '../definitions/trigger-table.js';
import { rejected, replyWork, startWork, type WorkItem } from './work-item.js';

/** Turns messages into work, by the topic they came from. */
export class MessageReader {
  constructor(
    private readonly codec: Codec,
    private readonly triggers: TriggerTable,
    private readonly now: () => number = Date.now,
  ) {}

  /** A domain event may start several sagas, or none; every other message is one piece of work. */
  read(message: IncomingMessage): WorkItem[] {
    const { topics } = this.codec;
    try {
      if (message.topic === topics.start)
        return [startWork(message, this.codec.decodeStart(message), this.now())];
      if (message.topic === topics.reply)
        return [replyWork(message, this.codec.decodeReply(message), this.now())];
      return this.triggers
        .starts(message)
        .map(({ start, claim }) => startWork(message, start, this.now(), claim));
    } catch (error) {
      if (error instanceof MalformedMessage) return [rejected(message, error.toCause())];
      throw error;
    }
  }
}
