import type { Terminal } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';

/** Prints an answer as JSON, or as the text that `text` makes of it. */
export function printAnswer<T>(
  answer: T,
  text: (answer: T) => string,
  { format }: Pick<CoordinatorOptions, 'format'>,
  terminal: Terminal,
): void {
  terminal.out(format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : text(answer));
}
