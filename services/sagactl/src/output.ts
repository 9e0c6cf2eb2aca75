import { writeFile } from 'node:fs/promises';
import type { Terminal } from './terminal.js';

/** Thrown when a result can't be written where it was asked for. */
export class UnwritableOutput extends Error {
  constructor(file: string, reason: string) {
    super(`can't write ${file}: ${reason}`);
    this.name = 'UnwritableOutput';
  }
}

/** Writes a result to the file, or to the terminal where none is named. Throws UnwritableOutput. */
export async function deliver(text: string, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) return terminal.out(text);
  try {
    await writeFile(file, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      ENOENT: 'its folder does not exist, make it first',
      EISDIR: 'it is a folder, name a file in it',
      EACCES: 'you may not, check the permissions of its folder',
    };
    throw new UnwritableOutput(file, reasons[code ?? ''] ?? message);
  }
}
