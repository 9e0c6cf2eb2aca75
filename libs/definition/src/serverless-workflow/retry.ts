import type { RetryPolicy } from '../saga-definition.js';
import { durationOf, lengthIn } from './durations.js';
import type { Source } from './source.js';

const MOST_ATTEMPTS = 1_000;
const GROWTH = { constant: 1, linear: 1, exponential: 2 } as const;
const NO_RETRY_BY_CONDITION = [
  'which failures are retried',
  'a saga retries what the participant calls a technical failure, and what is not answered in time',
  'let the participant answer the other failures as business failures, or name their codes in "nonRetryable"',
] as const;

/** A retry policy of the DSL as a step of a saga has it. */
export function retryIn(source: Source): RetryPolicy {
  source.field('when')?.leaveOut(...NO_RETRY_BY_CONDITION);
  source.field('exceptWhen')?.leaveOut(...NO_RETRY_BY_CONDITION);
  const attempts = attemptsIn(source);
  const factor = growthIn(source.field('backoff'));
  const delay = pauseIn(source.field('delay'));
  const spread = spreadIn(source.field('jitter'), factor);
  if (delay === undefined && spread.to === 0) return { attempts, factor, jitter: 0 };
  const backoff = (delay ?? 0) + spread.to;
  const longest = Math.min(backoff * factor ** Math.max(0, Math.min(attempts, 40) - 2), LONGEST_PAUSE);
  return {
    attempts,
    backoff: durationOf(backoff),
    factor,
    maxBackoff: durationOf(Math.max(longest, backoff)),
    jitter: backoff === 0 ? 0 : Number(((spread.to - spread.from) / backoff).toFixed(3)),
  };
}

const LONGEST_PAUSE = 86_400_000;

/** The DSL counts the repetitions, a saga the first attempt, too. */
function attemptsIn(source: Source): number {
  const limit = source.field('limit');
  limit?.field('duration')?.leaveOut(...noLimitOfTime('all attempts together'));
  const attempt = limit?.field('attempt');
  attempt?.field('duration')?.leaveOut(...noLimitOfTime('the attempts'));
  const count = attempt?.field('count')?.count();
  if (count === undefined)
    source.tell(
      'retries without an end',
      'a saga gives up at some time',
      `see whether ${MOST_ATTEMPTS} attempts will do`,
    );
  return Math.min((count ?? MOST_ATTEMPTS) + 1, MOST_ATTEMPTS);
}

function noLimitOfTime(what: string): [string, string, string] {
  return [
    `a limit of time for ${what}`,
    'a saga limits the time of one attempt ("timeout") and of the whole saga ("deadline")',
    'set one of these',
  ];
}

function growthIn(backoff: Source | undefined): number {
  if (!backoff) return GROWTH.constant;
  const [kind, parameters] = backoff.only();
  if (!Object.hasOwn(GROWTH, kind)) {
    parameters.cover();
    parameters.fault(`there is no backoff "${kind}"`, `use one of: ${Object.keys(GROWTH).join(', ')}`);
    return GROWTH.constant;
  }
  for (const [name, parameter] of parameters.fields())
    parameter.leaveOut(
      `"${name}" of a backoff`,
      'the DSL does not say what it means',
      'set "factor" or "maxBackoff" in the saga',
    );
  if (kind === 'linear')
    parameters.tell(
      'pauses that grow by the same length',
      'pauses of a saga grow by a factor',
      'set "factor" in the saga; it is 1 now',
    );
  return GROWTH[kind as keyof typeof GROWTH];
}

function pauseIn(source: Source | undefined): number | undefined {
  return source && lengthIn(source);
}

/** The DSL adds a random length to the pause, a saga takes a random part of it away. */
function spreadIn(jitter: Source | undefined, factor: number): { from: number; to: number } {
  if (!jitter) return { from: 0, to: 0 };
  const from = lengthIn(jitter.required('from')) ?? 0;
  const to = Math.max(from, lengthIn(jitter.required('to')) ?? from);
  if (factor !== 1)
    jitter.tell(
      'a jitter that stays as the pauses grow',
      'in a saga it grows with them',
      'set "jitter" in the saga if it matters',
    );
  return { from, to };
}
