import type { BatchHandler, IncomingMessage } from './bus.js';
import type { BusLog } from './bus-log.js';
import { handleInOrder, type Judgement } from './handle-in-order.js';
import { sagaKey, type ParkingLot } from './parking.js';

export interface IsolatingOptions extends Judgement {
  parking: ParkingLot;
  log: BusLog;
}

type MessagesHandler = (messages: IncomingMessage[]) => Promise<void>;

/**
 * Lets a message that fails stop only its own key. Messages of keys that are parked are parked behind the others;
 * the rest is handled as one batch, and when that fails, in halves down to the key that fails, which is parked from
 * its failing message on. A transient failure is thrown on: the partition pauses and the batch comes again.
 *
 * `handler` must be atomic: when it throws, none of its messages has taken effect.
 */
export function isolating(handler: MessagesHandler, options: IsolatingOptions): BatchHandler {
  const { parking, isTransient, log } = options;

  async function handleApart(messages: IncomingMessage[], isStale: () => boolean): Promise<void> {
    const keys = keysOf(messages);
    if (keys.length < 2) return handleKey(messages, isStale);
    try {
      return await handler(messages);
    } catch (error) {
      if (isTransient(error)) throw error;
    }
    const half = new Set(keys.slice(0, keys.length >> 1));
    await handleApart(
      messages.filter((message) => half.has(sagaKey(message))),
      isStale,
    );
    await handleApart(
      messages.filter((message) => !half.has(sagaKey(message))),
      isStale,
    );
  }

  async function handleKey(messages: IncomingMessage[], isStale: () => boolean): Promise<void> {
    const { handled, failed } = await handleInOrder(handler, messages, options);
    // Whoever has the partition now tries for itself; parking here would put its messages out of order.
    if (failed === undefined || isStale()) return;
    const rest = messages.slice(handled);
    await parking.park(rest.map((message) => ({ message, cause: failed })));
    const { topic, partition, offset, key } = rest[0]!;
    log.error(
      { topic, partition, offset, key, messages: rest.length, cause: failed },
      'message failed: its key is parked',
    );
  }

  return async ({ messages, isStale }) => {
    const parked = await parking.parkedKeys(keysOf(messages));
    const behind = messages.filter((message) => parked.has(sagaKey(message)));
    const free = messages.filter((message) => !parked.has(sagaKey(message)));
    if (behind.length > 0) {
      await parking.park(
        behind.map((message) => ({ message, cause: 'an earlier message of its key is parked' })),
      );
    }
    if (free.length > 0) await handleApart(free, isStale);
  };
}

function keysOf(messages: IncomingMessage[]): string[] {
  return [...new Set(messages.map(sagaKey))];
}
