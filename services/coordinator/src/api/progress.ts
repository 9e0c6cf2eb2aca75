import type { HistoryEntry } from '@saga/store';

/** What a participant has told last of an attempt. `fraction` is from 0 to 1. */
export interface Progress {
  attempt: number;
  fraction: number;
  note: string | null;
  at: Date;
}

/** By direction and step, such as `do charge`. */
export type ToldProgress = ReadonlyMap<string, Progress>;

/** How far each step was the last time that its participant told. */
export function latestProgress(history: HistoryEntry[]): ToldProgress {
  const told = new Map<string, Progress>();
  for (const { type, at, body } of history) {
    if (type !== 'step-progressed') continue;
    const { direction, step, attempt, fraction, note } = body as unknown as ProgressBody;
    told.set(`${direction} ${step}`, { attempt, fraction, note: note ?? null, at });
  }
  return told;
}

interface ProgressBody {
  direction: string;
  step: string;
  attempt: number;
  fraction: number;
  note?: string;
}
