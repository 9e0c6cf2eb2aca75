import { context } from '@opentelemetry/api';
import type { BusLog, IncomingMessage, OutgoingMessage } from '@saga/bus';
import { MalformedMessage, type Command, type Outcome, type TraceContext } from '@saga/contracts';
import { startProcessSpan } from '@saga/telemetry';
import type { Barrier, Parcel, Passage } from './barrier.js';
import type { CommandMeter } from './command-meter.js';
import { Leaving } from './commands-in-hand.js';
import { refuseMalformed } from './malformed-command.js';
import { BusinessFailure, TechnicalFailure, failureOf, technicalFailureOf } from './failures.js';
import type { CommandHandler, CommandHandlers } from './handler.js';
import { runHandler, type HandlerSurroundings } from './handler-run.js';
import { writeReply } from './reply.js';
import type { Because } from './rules.js';
import { attemptAskedAbout, statusOf, type AskedAttempt } from './status-query.js';

export interface CommandDeskOptions<Tx> extends HandlerSurroundings {
  group: string;
  barrier: Barrier<Tx>;
  handlers: CommandHandlers<Tx>;
  isTransient: (error: unknown) => boolean;
  meter: CommandMeter;
  log: BusLog;
}

/** Takes one message of the participant's topic to its answer, whatever it is. */
export interface CommandDesk {
  /**
   * Resolves with what to publish: a reply and events, or a dead letter. Rejects only when the message must
   * wait: the barrier is unavailable, the participant leaves, or the handler failed with a transient error.
   */
  answer(message: IncomingMessage): Promise<Parcel>;
}

/** How a command was answered last: it may take several tries at its transaction. */
interface Course {
  outcome?: Outcome;
  /** Why the handler was not asked; absent when it was. */
  because?: Because;
  breakdown?: unknown;
}

/**
 * The desk at which a participant's commands are decoded, led through the barrier and answered, each within a
 * span of its own that continues the command's trace and whose context the answer carries on.
 */
export function commandDesk<Tx>(options: CommandDeskOptions<Tx>): CommandDesk {
  const { name, codec, group, barrier, handlers, isTransient, meter, log } = options;

  async function answer(message: IncomingMessage): Promise<Parcel> {
    const command = decode(message);
    if (command instanceof MalformedMessage) {
      log.warn({ cause: command.toCause(), offset: message.offset }, 'malformed command');
      meter.countMalformed();
      return unkept(refuseMalformed(options, group, message, command));
    }
    const span = startProcessSpan(message, { group });
    const measured = meter.begin(command);
    const course: Course = {};
    try {
      const passage = passageOf(command, span.traceContext, course);
      const parcel = await context.with(span.context, () => pass(command, passage));
      measured.end(course.outcome!.result, course.because);
      span.end(course.breakdown);
      return parcel;
    } catch (error) {
      measured.end('deferred');
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

  function passageOf(command: Command, trace: TraceContext, course: Course): Passage<Tx> {
    const answerWith = (outcome: Outcome, because?: Because) => {
      Object.assign(course, { outcome, because });
      return { outcome, messages: [writeReply(options, command, trace, outcome)] };
    };
    return {
      answer: answerWith,
      async run(tx) {
        try {
          const surroundings = { tx, trace, surroundings: options };
          const { output, events, effect } = await runHandler(handlerOf(command), command, surroundings);
          const { outcome, messages } = answerWith({ result: 'success', output });
          const settlement = { outcome, messages: [...events, ...messages] };
          return attemptAskedAbout(command) ? settlement : { ...settlement, effect };
        } catch (error) {
          if (error instanceof BusinessFailure)
            return answerWith({ result: 'business', failure: failureOf(error) });
          throw error;
        }
      },
      broke(error) {
        if (error instanceof Leaving || isTransient(error)) throw error;
        const { sagaId, step, attempt, direction, name } = command;
        log.warn({ err: error, sagaId, step, attempt, direction }, `${name} broke`);
        course.breakdown = error;
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

function unknownCommand({ name }: Command, known: string[]): TechnicalFailure {
  return new TechnicalFailure(
    'unknown-command',
    `no handler for ${name}; there are handlers for ${known.join(', ')}`,
  );
}
