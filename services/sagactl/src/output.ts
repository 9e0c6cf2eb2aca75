import { open, writeFile } from 'node:fs/promises';
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
    throw unwritable(file, error as Error);
  }
}

/** Writes results as lines of JSON, one by one as they come; see `deliver`. */
export async function deliverLines(
  lines: AsyncIterable<object>,
  file: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (file === undefined) {
    for await (const line of lines) terminal.out(`${JSON.stringify(line)}\n`);
    return;
  }
  const target = await open(file, 'w').catch((error: Error) => {
    throw unwritable(file, error);
  });
  try {
    for await (const line of lines) await target.write(`${JSON.stringify(line)}\n`);
  } finally {
    await target.close();
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'its folder does not exist, make it first',
  EISDIR: 'it is a folder, name a file in it',
  EACCES: 'you may not, check the permissions of its folder',
};

function unwritable(file: string, { code, message }: NodeJS.ErrnoException): UnwritableOutput {
  return new UnwritableOutput(file, REASONS[code ?? ''] ?? message);
}
