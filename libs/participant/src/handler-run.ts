import type { OutgoingMessage } from '@saga/bus';
import type { Command, JsonObject, TraceContext } from '@saga/contracts';
import type { Effect } from './barrier.js';
import { type CommandsInHand, Leaving } from './commands-in-hand.js';
import { BusinessFailure, TechnicalFailure } from './failures.js';
import type { CommandHandler } from './handler.js';
import { progressTeller } from './progress-teller.js';
import { writeEvent, writeProgress, type Sender } from './reply.js';

export interface HandlerSurroundings extends Sender {
  inHand: CommandsInHand;
  /** Publishes a message that nobody misses if it gets lost. */
  tell(message: OutgoingMessage): void;
}

/** What a handler has done within its transaction. */
export interface Work {
  output: JsonObject;
  events: OutgoingMessage[];
  effect: Effect;
}

/**
 * Lets a handler do a command within `tx`, in hand as long as it lasts. Rejects with what it throws, or with `Leaving`
 * when it gave up because the participant leaves; a `TechnicalFailure` tells of a result that is none.
 */
export async function runHandler<Tx>(
  handler: CommandHandler<Tx>,
  command: Command,
  { tx, trace, surroundings }: { tx: Tx; trace: TraceContext; surroundings: HandlerSurroundings },
): Promise<Work> {
  const events: OutgoingMessage[] = [];
  const effect: Effect = {};
  const run = surroundings.inHand.begin(command);
  const teller = progressTeller((fraction, note) => {
    surroundings.tell(writeProgress(surroundings, command, trace, { fraction, note }));
    run.extend();
  });
  try {
    const output = await handler(command, {
      tx,
      signal: run.signal,
      emit: (event) => events.push(writeEvent(surroundings, command, trace, event)),
      progress: (fraction, note) => teller.tell(fraction, note),
      effect: (id) => void (effect.id = id),
    });
    return { output: requireObject(output ?? {}), events, effect };
  } catch (error) {
    throw whyItEnded(run.signal, error);
  } finally {
    teller.end();
    run.end();
  }
}

/** Not everything that heeds a signal throws its reason: Node's timers throw an AbortError of their own. */
function whyItEnded({ reason }: AbortSignal, error: unknown): unknown {
  const gaveUp = (error as { name?: unknown } | null | undefined)?.name === 'AbortError';
  if (reason instanceof Leaving) return error instanceof BusinessFailure ? error : reason;
  return reason !== undefined && gaveUp ? reason : error;
}

function requireObject(output: JsonObject): JsonObject {
  if (typeof output === 'object' && !Array.isArray(output)) return output;
  throw new TechnicalFailure('invalid-output', 'the handler returned no object; return one, or nothing');
}
