import type { OutgoingMessage } from '@saga/bus';
import { commandId, createCodec, type Command, type JsonObject, type Reply } from '@saga/contracts';
import { asReceived, type HandDeliveredBus } from './hand-delivered-bus.js';

export const codec = createCodec({ source: 'coordinator' });

/** A command of saga `order-1`, step `charge`, in its first attempt, unless the fields say otherwise. */
export function command(name: string, fields: Partial<Command> = {}): OutgoingMessage {
  const { sagaId = 'order-1', step = 'charge', attempt = 1, direction = 'do', input = {} } = fields;
  const id = commandId(sagaId, step, direction, attempt);
  const time = new Date().toISOString();
  return codec.encode({
    kind: 'command',
    id,
    name,
    sagaId,
    step,
    attempt,
    direction,
    input,
    time,
    ...fields,
  });
}

/** `payments.charge` as the coordinator asks for it. */
export function charge(input: JsonObject = {}, fields: Partial<Command> = {}): OutgoingMessage {
  return command('payments.charge', { input, ...fields });
}

/** `payments.refund`, the compensation of `charge`. */
export function refund(fields: Partial<Command> = {}): OutgoingMessage {
  return command('payments.refund', { direction: 'undo', ...fields });
}

/** What the coordinator asks when an attempt at `charge` was not answered in time. */
export function chargeStatus(askedAbout = 1, fields: Partial<Command> = {}): OutgoingMessage {
  return command('payments.status', { step: `charge.status[${askedAbout}]`, ...fields });
}

/** The replies that were published, in order. */
export function repliesOn(bus: HandDeliveredBus): Reply[] {
  return bus.published
    .filter(({ topic }) => topic === codec.topics.reply)
    .map((message) => codec.decodeReply(asReceived(message)));
}

/** The last reply that was published. Throws when there is none. */
export function lastReplyOn(bus: HandDeliveredBus): Reply {
  const reply = repliesOn(bus).at(-1);
  if (!reply) throw new Error('no reply was published');
  return reply;
}
