import type { Loop, Run, RunState } from '../saga/loop.js';
import type { Tone } from './tone.js';

export const RUN_WORDS: Readonly<Record<RunState, string>> = {
  failed: 'failed',
  running: 'under way',
  undoing: 'being undone',
  stopped: 'stopped',
  done: 'done',
  undone: 'undone',
};

export const RUN_TONES: Readonly<Record<RunState, Tone>> = {
  failed: 'bad',
  running: 'active',
  undoing: 'turning',
  stopped: 'turning',
  done: 'good',
  undone: 'undone',
};

/** How many items or rounds stand how: `37 done`, `2 under way`, `10 not begun`. */
export function countWords({ counts, toCome }: Loop): { words: string; tone: Tone }[] {
  const states: RunState[] = ['done', 'running', 'failed', 'undoing', 'undone', 'stopped'];
  const told = states.flatMap((state) => {
    const count = counts[state];
    return count
      ? [{ words: `${count.toLocaleString('en')} ${RUN_WORDS[state]}`, tone: RUN_TONES[state] }]
      : [];
  });
  if (toCome === 0) return told;
  return [...told, { words: `${toCome.toLocaleString('en')} not begun`, tone: 'quiet' as const }];
}

const LONGEST_ITEM = 60;

/** An item of a list in short; nothing for a round. */
export function itemWords({ item }: Run): string {
  if (item === undefined) return '';
  const text = typeof item === 'string' ? item : JSON.stringify(item);
  return text.length > LONGEST_ITEM ? `${text.slice(0, LONGEST_ITEM)}…` : text;
}
