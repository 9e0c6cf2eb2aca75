import type { Readable } from 'node:stream';
import { styleText } from 'node:util';

type Look = 'red' | 'green' | 'bold' | 'dim';
/** Gives a text its look, where looks can be shown. */
export type Style = (look: Look, text: string) => string;

/** What a command reads from and writes to. */
export interface Terminal {
  stdin: Readable;
  out(text: string): void;
  err(text: string): void;
  /** Shows a line in place of the one before, where somebody looks on; an empty one ends that. */
  live?(line: string): void;
  style: Style;
}

export const plain: Style = (_look, text) => text;
/** Whether the output takes colours is asked once, by who makes the terminal. */
export const coloured: Style = (look, text) => styleText(look, text, { validateStream: false });

/** What others say is shown, never obeyed: a terminal takes orders in control characters. */
export function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
