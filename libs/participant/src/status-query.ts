import type { JsonObject } from '@saga/contracts';
import type { ParticipantCommand } from './handler.js';
import type { StepRecord } from './rules.js';

/** What a status query asks about: an attempt at a step of its saga. */
export interface AskedAttempt {
  step: string;
  attempt: number;
}

const QUERY_ADDRESS = /^(.+)\.status\[([1-9]\d*)\]$/;

/** The attempt that a command asks about by its step's address, `<step>.status[<attempt>]`; null for other commands. */
export function attemptAskedAbout({
  step,
  direction,
}: Pick<ParticipantCommand, 'step' | 'direction'>): AskedAttempt | null {
  const [, asked, attempt] = QUERY_ADDRESS.exec(step) ?? [];
  return asked && direction === 'do' ? { step: asked, attempt: Number(attempt) } : null;
}

/**
 * The answer to a status query by the step's record. A refusal is final for the attempt that it ended and those
 * before, so it is `never` only if no later attempt is asked about; all that may still change is `not-done`.
 */
export function statusOf(record: StepRecord | 'in-hand', attempt: number): JsonObject {
  if (record === 'in-hand') return { outcome: 'unknown' };
  if (record.undo?.outcome.result === 'success') return { outcome: 'never' };
  if (!record.do) return { outcome: 'not-done' };
  const { outcome } = record.do;
  if (outcome.result === 'success') return { outcome: 'done', output: outcome.output };
  if (outcome.result === 'technical' || record.do.attempt < attempt) return { outcome: 'not-done' };
  return { outcome: 'never', failure: { ...outcome.failure } };
}
