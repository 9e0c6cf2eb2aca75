import { isDeepStrictEqual } from 'node:util';
import { MalformedMessage, type Outcome } from '@saga/contracts';
import type { Answer, Sent } from './exchange.js';
import { answerInWords, sentInWords } from './in-words.js';
import type { Rule } from './rule.js';
import type { Trial } from './trial.js';

/** What must come of a command; `earlier` are the answers to the lines before. */
export interface Expectation {
  says: string;
  holds(outcome: Outcome, earlier: Outcome[]): boolean;
}

/** A line of a script: what is sent, and what must come of it. */
export type Line = [sent: Sent, expected: Expectation];

/** A rule that is tried by commands of one saga, each of which is sent when the one before is answered. */
export function scripted(script: (trial: Trial) => Line[]): Rule['check'] {
  return async (trial) => {
    const earlier: Outcome[] = [];
    for (const [sent, expected] of script(trial)) {
      const answer = await trial.ask(sent);
      const outcome = outcomeOf(answer);
      if (!outcome || !expected.holds(outcome, earlier))
        return { sent: sentInWords(sent), expected: expected.says, came: answerInWords(answer) };
      earlier.push(outcome);
    }
    return null;
  };
}

function outcomeOf(answer: Answer | undefined): Outcome | undefined {
  return answer && !(answer.outcome instanceof MalformedMessage) ? answer.outcome : undefined;
}

export const succeeds: Expectation = {
  says: 'output, since it can be done',
  holds: ({ result }) => result === 'success',
};

export const hasNothingToDo: Expectation = {
  says: 'output {}, since there is nothing to undo',
  holds: (outcome) => isDeepStrictEqual(outcome, { result: 'success', output: {} }),
};

export const isRefused: Expectation = {
  says: 'businessFailure, since its rules refuse it',
  holds: ({ result }) => result === 'business',
};

export const breaks: Expectation = {
  says: 'technicalFailure',
  holds: ({ result }) => result === 'technical',
};

export const isTooLate: Expectation = {
  says: 'technicalFailure with the code step-already-compensated',
  holds: (outcome) => outcome.result === 'technical' && outcome.failure.code === 'step-already-compensated',
};

/** The same as the answer to an earlier line, counted from 1. */
export function asLine(line: number): Expectation {
  return {
    says: `the answer that was given ${line === 1 ? 'at first' : 'before'}`,
    holds: (outcome, earlier) => isDeepStrictEqual(outcome, earlier[line - 1]),
  };
}

/** A state of a step, as the answer to a status query; with the output of an earlier line where one is named. */
export function tells(state: string, outputOfLine?: number): Expectation {
  const beside = outputOfLine === undefined ? '' : ' and the output of the command';
  return {
    says: `output with the outcome ${state}${beside}`,
    holds(answer, earlier) {
      if (answer.result !== 'success' || answer.output.outcome !== state) return false;
      const done = outputOfLine === undefined ? undefined : earlier[outputOfLine - 1];
      return !done || (done.result === 'success' && isDeepStrictEqual(answer.output.output, done.output));
    },
  };
}
