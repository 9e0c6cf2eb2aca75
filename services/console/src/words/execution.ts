import type { Direction, Execution, FailureKind, SagaEvent } from '../api/saga.js';
import { awaited } from './awaited.js';
import { sinceWords } from './time.js';
import type { Tone } from './tone.js';

export interface Described {
  words: string;
  tone: Tone;
}

/** Where one direction of a step stands, in words. `now` is in milliseconds since the epoch. */
export function describeExecution(
  step: string,
  direction: Direction,
  execution: Execution,
  history: readonly SagaEvent[],
  now: number,
): Described {
  const undo = direction === 'undo';
  switch (execution.state) {
    case 'waiting':
      return undo
        ? { words: 'being undone', tone: 'turning' }
        : { words: waitingWords(step, execution, history), tone: 'active' };
    case 'backing-off':
      return {
        words: `${undo ? 'undoing' : 'trying'} again ${nextAttempt(execution, now)}`,
        tone: 'turning',
      };
    case 'succeeded':
      if (wasSkipped(step, direction, history)) return { words: 'skipped by hand', tone: 'quiet' };
      return undo ? { words: 'undone', tone: 'undone' } : { words: 'done', tone: 'good' };
    case 'failed':
      return undo
        ? { words: 'could not be undone', tone: 'bad' }
        : { words: FAILED_WORDS[failureKind(step, direction, history)], tone: 'bad' };
  }
}

/** How many attempts were made, when it is worth a word; null for a first attempt. */
export function attemptWords({ attempt }: Execution): string | null {
  return attempt > 1 ? `${attempt} attempts` : null;
}

/** How far its participant says that it is; null when it does not tell. */
export function progressWords({ progress }: Execution): string | null {
  if (!progress) return null;
  return [`${Math.round(progress.fraction * 100)}%`, progress.note].filter(Boolean).join(': ');
}

/** What a step that is under way is doing. */
function waitingWords(step: string, { input }: Execution, history: readonly SagaEvent[]): string {
  const last = history.findLast((event) => 'step' in event && event.step === step);
  switch (last?.type) {
    case 'delay-started':
      return 'letting time pass';
    case 'wait-started':
      return `waiting ${awaited(input)}`;
    case 'each-started':
    case 'each-progressed':
    case 'round-started':
      return 'under way';
    case 'step-asked':
      return 'not answered, being asked about';
    default:
      return 'waiting for the reply';
  }
}

const FAILED_WORDS: Readonly<Record<FailureKind, string>> = {
  business: 'refused',
  technical: 'failed',
  unknown: 'outcome unknown',
  never: 'did not happen',
};

function nextAttempt({ dueAt }: Execution, now: number): string {
  return dueAt !== null && Date.parse(dueAt) > now ? sinceWords(dueAt, now) : 'now';
}

function failureKind(step: string, direction: Direction, history: readonly SagaEvent[]): FailureKind {
  const failed = history.findLast(
    (event) => event.type === 'step-failed' && event.step === step && event.direction === direction,
  );
  return failed?.type === 'step-failed' ? failed.kind : 'technical';
}

/** A skip is recorded right before the success that it stands for. */
function wasSkipped(step: string, direction: Direction, history: readonly SagaEvent[]): boolean {
  const succeeded = history.findLastIndex(
    (event) => event.type === 'step-succeeded' && event.step === step && event.direction === direction,
  );
  const before = history[succeeded - 1];
  return before?.type === 'operator-acted' && before.act === 'skip';
}
