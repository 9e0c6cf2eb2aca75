import type { JsonObject } from '@saga/contracts';
import { type Duration, milliseconds } from '@saga/definition';
import { BusinessFailure, type CommandHandler, TechnicalFailure } from '@saga/participant';

/** How a participant takes a command, each time that it is sent. */
export interface Answer {
  /** How many commands are taken so, before the next answer of the script. */
  times: number;
  /** What the participant does; null when the command never gets to it. */
  work: CommandHandler<undefined> | null;
  /** How long that takes, in milliseconds of the saga's time. */
  takes: number;
  /** Whether the command lies unread for that time: its consumer group lags. */
  lags: boolean;
  /** Whether the coordinator never hears of it. */
  replyLost: boolean;
}

/**
 * What a participant does when a command comes: an answer, a handler as a real participant has it, or several of
 * them one after the other, each once unless it says how often, and the last for good. A script that is over goes on
 * with `succeed()`.
 */
export type Script = Answer | CommandHandler<undefined> | readonly (Answer | CommandHandler<undefined>)[];

const PROMPT = { times: Infinity, takes: 0, lags: false, replyLost: false };

/** Does what was asked, with this output. */
export function succeed(output: JsonObject = {}): Answer {
  return { ...PROMPT, work: () => output };
}

/** Refuses by the participant's own rules: a business failure, which is final. */
export function refuse(code: string, message = `refused with ${code}`): Answer {
  return {
    ...PROMPT,
    work: () => {
      throw new BusinessFailure(code, message);
    },
  };
}

/** Breaks without effect: a technical failure, which the step's policy may try again. For ever, unless `times` is set. */
export function breakDown(times = Infinity, code = 'broken-down'): Answer {
  return {
    ...PROMPT,
    times,
    work: () => {
      throw new TechnicalFailure(code, `broke down with ${code}`);
    },
  };
}

/** The command never gets to the participant: no effect, no reply. For ever, unless `times` is set. */
export function staySilent(times = Infinity): Answer {
  return { ...PROMPT, times, work: null };
}

/** The participant does what was asked, yet its reply gets lost. For ever, unless `times` is set. */
export function loseReply(times = Infinity, answer: Answer = succeed()): Answer {
  return { ...answer, times, replyLost: true };
}

/** The same answer after some time. Until then the participant takes no further command of the saga. */
export function after(delay: Duration, answer: Answer): Answer {
  return { ...answer, takes: milliseconds(delay) };
}

/**
 * The same answer after some time in which the participant does not get to its commands: its consumer group lags, and
 * a clock that runs `while-consuming` stands still.
 */
export function lagBehind(delay: Duration, answer: Answer = succeed()): Answer {
  return { ...after(delay, answer), lags: true };
}

/** The answers of a script, in order, each with its number of times. */
export function answersOf(script: Script): Answer[] {
  const items: (Answer | CommandHandler<undefined>)[] = Array.isArray(script) ? [...script] : [script];
  const answers = items.map((item) => (typeof item === 'function' ? { ...PROMPT, work: item } : item));
  return answers.map((answer, i) =>
    answer.times === Infinity && i < answers.length - 1 ? { ...answer, times: 1 } : { ...answer },
  );
}
