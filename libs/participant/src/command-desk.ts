import { context } from '@opentelemetry/api';
import type { BusLog, IncomingMessage, OutgoingMessage } from '@saga/bus';
import {
  MalformedMessage,
  type Command,
  type JsonObject,
  type Outcome,
  type TraceContext,
} from '@saga/contracts';
import { startProcessSpan } from '@saga/telemetry';
import type { Barrier, Parcel, Passage } from './barrier.js';
import { refuseMalformed } from './malformed-command.js';
import { BusinessFailure, TechnicalFailure, failureOf, technicalFailureOf } from './failures.js';
import type { CommandHandler, CommandHandlers } from './handler.js';
import { writeEvent, writeReply, type Sender } from './reply.js';
import { attemptAskedAbout, statusOf, type AskedAttempt } from './status-query.js';

export interface CommandDeskOptions<Tx> extends Sender {
  group: string;
  barrier: Barrier<Tx>;
  handlers: CommandHandlers<Tx>;
  isTransient: (error: unknown) => boolean;
  log: BusLog;
}

/** Takes one message of the participant's topic to its answer, whatever it is. */
export interface CommandDesk {
  /**
   * Resolves with what to publish: a reply and events, or a dead letter. Rejects only when the message must
   * wait: the barrier is unavailable, or the handler failed with a transient error.
   */
  answer(message: IncomingMessage): Promise<Parcel>;
}

/**
 * The desk at which a participant's commands are decoded, led through the barrier and answered, each within a
 * span of its own that continues the command's trace and whose context the answer carries on.
 */
export function commandDesk<Tx>(options: CommandDeskOptions<Tx>): CommandDesk {
  const { name, codec, group, barrier, handlers, isTransient, log } = options;

  async function answer(message: IncomingMessage): Promise<Parcel> {
    const command = decode(message);
    if (command instanceof MalformedMessage) {
      log.warn({ cause: command.toCause(), offset: message.offset }, 'malformed command');
      return unkept(refuseMalformed(options, group, message, command));
    }
    const span = startProcessSpan(message, { group });
    let breakdown: unknown;
    const onBreakdown = (error: unknown) => {
      const { sagaId, step, attempt, direction, name } = command;
      log.warn({ err: error, sagaId, step, attempt, direction }, `${name} broke`);
      breakdown = error;
    };
    try {
      const passage = passageOf(command, span.traceContext, onBreakdown);
      const parcel = await context.with(span.context, () => pass(command, passage));
      span.end(breakdown);
      return parcel;
    } catch (error) {
      span.end(error);
      throw error;
    }
  }

  function decode(message: IncomingMessage): Command | MalformedMessage {
    try {
      return codec.decodeCommand(message);
    } catch (error) {
      if (error instanceof MalformedMessage) return error;
      throw error;
    }
  }

  /** A status query is answered anew each time that it is asked, so each time it is a step of its own to the barrier. */
  function pass(command: Command, passage: Passage<Tx>): Promise<Parcel> {
    const asked = attemptAskedAbout(command);
    if (!asked) return barrier.pass(command, passage);
    if (command.name === `${name}.status` && !Object.hasOwn(handlers, command.name))
      return answerByRecord(command, passage, asked);
    return barrier.pass({ ...command, step: `${command.step}:${command.attempt}` }, passage);
  }

  async function answerByRecord(
    { sagaId }: Command,
    { answer, broke }: Passage<Tx>,
    { step, attempt }: AskedAttempt,
  ): Promise<Parcel> {
    const output = statusOf(await barrier.recordOf(sagaId, step), attempt);
    try {
      return { messages: answer({ result: 'success', output }).messages, receipts: [] };
    } catch (unsendable) {
      return { messages: broke(unsendable).messages, receipts: [] };
    }
  }

  function passageOf(
    command: Command,
    trace: TraceContext,
    onBreakdown: (error: unknown) => void,
  ): Passage<Tx> {
    const answerWith = (outcome: Outcome) => ({
      outcome,
      messages: [writeReply(options, command, trace, outcome)],
    });
    return {
      answer: answerWith,
      async run(tx) {
        const events: OutgoingMessage[] = [];
        try {
          const handler = handlerOf(command);
          const output = await handler(command, {
            tx,
            emit: (event) => events.push(writeEvent(options, command, trace, event)),
          });
          const { outcome, messages } = answerWith({
            result: 'success',
            output: requireObject(output ?? {}),
          });
          return { outcome, messages: [...events, ...messages] };
        } catch (error) {
          if (error instanceof BusinessFailure)
            return answerWith({ result: 'business', failure: failureOf(error) });
          throw error;
        }
      },
      broke(error) {
        if (isTransient(error)) throw error;
        onBreakdown(error);
        const settle = (reason: unknown) =>
          answerWith({ result: 'technical', failure: technicalFailureOf(reason) });
        try {
          return settle(error);
        } catch (unsendable) {
          return settle(unsendable);
        }
      },
    };
  }

  function handlerOf(command: Command): CommandHandler<Tx> {
    const handler = Object.hasOwn(handlers, command.name) ? handlers[command.name] : undefined;
    if (!handler) throw unknownCommand(command, Object.keys(handlers));
    return handler;
  }

  return { answer };
}

/** A message that no barrier keeps: were it lost, its command would come again and be answered again. */
function unkept(message: OutgoingMessage): Parcel {
  return { messages: [message], receipts: [] };
}

function requireObject(output: JsonObject): JsonObject {
  if (typeof output === 'object' && !Array.isArray(output)) return output;
  throw new TechnicalFailure('invalid-output', 'the handler returned no object; return one, or nothing');
}

function unknownCommand({ name }: Command, known: string[]): TechnicalFailure {
  return new TechnicalFailure(
    'unknown-command',
    `no handler for ${name}; there are handlers for ${known.join(', ')}`,
  );
}
