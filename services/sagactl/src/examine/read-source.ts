import { createReadStream } from 'node:fs';
import { MAX_DEFINITION_BYTES } from '@saga/definition';
import type { Terminal } from '../terminal.js';

/** Thrown when there is no text to be had from a file. */
export class UnreadableSource extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'UnreadableSource';
  }
}

const REASONS: Record<string, [message: string, fix: string]> = {
  ENOENT: ['there is no such file', 'check the path'],
  ENOTDIR: ['there is no such file', 'check the path'],
  EISDIR: ['is a folder', 'name the files in it'],
  EACCES: ['may not be read by you', 'change its permissions'],
};

/**
 * The text of a file, or of standard input for `-`. Throws UnreadableSource.
 * Of an overlong text only so much is read as shows that it is too long.
 */
export async function readSource(file: string, { stdin }: Pick<Terminal, 'stdin'>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file === '-' ? stdin : createReadStream(file)) {
      chunks.push(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).length;
      if (bytes > MAX_DEFINITION_BYTES) break;
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UnreadableSource(...(REASONS[code] ?? [message, 'check the path']));
  }
  const whole = Buffer.concat(chunks);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(whole, { stream: bytes > MAX_DEFINITION_BYTES });
  } catch {
    throw new UnreadableSource('is not text in UTF-8', 'save it as UTF-8');
  }
}
