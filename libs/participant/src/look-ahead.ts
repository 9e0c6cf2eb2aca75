import { randomUUID } from 'node:crypto';
import type { Bus, IncomingMessage, Subscription } from '@saga/bus';
import { HEADERS, type Command } from '@saga/contracts';
import type { CommandsInHand } from './commands-in-hand.js';

/** The steps whose compensation is among these messages, by their headers alone. */
export function undoneIn(messages: IncomingMessage[]): Pick<Command, 'sagaId' | 'step'>[] {
  return messages.flatMap(({ headers }) => {
    const { [HEADERS.sagaId]: sagaId, [HEADERS.step]: step, [HEADERS.direction]: direction } = headers;
    return direction === 'undo' && sagaId && step ? [{ sagaId, step }] : [];
  });
}

/**
 * Reads a participant's topic ahead of it, as a group of its own: a compensation is seen at once, although it is
 * handled only when the command before it, which it undoes, has come to its end.
 */
export function lookAhead(
  bus: Bus,
  { group, topic, inHand }: { group: string; topic: string; inHand: CommandsInHand },
): Promise<Subscription> {
  return bus.consume({
    group: `${group}.look-ahead.${randomUUID()}`,
    topics: [topic],
    fromBeginning: false,
    onBatch: async ({ messages }) => {
      for (const undone of undoneIn(messages)) inHand.seeUndo(undone);
    },
  });
}
