import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Terminal } from '../terminal.js';
import { UnusableSource } from './unusable-source.js';

/**
 * The lines of a file of JSON lines, or of standard input for `-`.
 * @param command what writes such files, for the error
 * @throws UnusableSource when it can't be read, or a line of it is nothing of the kind
 */
export async function* readLines<Line>(
  file: string,
  { stdin }: Pick<Terminal, 'stdin'>,
  isLine: (line: unknown) => line is Line,
  command: string,
): AsyncIterable<Line> {
  const name = file === '-' ? 'standard input' : file;
  let number = 0;
  for await (const text of textLines(file === '-' ? stdin : createReadStream(file), name)) {
    number++;
    if (text.trim() === '') continue;
    const line = parsed(text);
    if (!isLine(line))
      throw new UnusableSource(
        `${name}:${number}`,
        'is no line of such an export',
        `write the file by ${command}`,
      );
    yield line;
  }
}

async function* textLines(input: NodeJS.ReadableStream, name: string): AsyncIterable<string> {
  // The lines of a stream that breaks just end, so its error is waited for beside them.
  const broken = new Promise<never>((_resolve, reject) => input.once('error', reject));
  broken.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([lines.next(), broken]).catch((error: Error) => {
      throw new UnusableSource(name, error.message, 'check the path');
    });
    if (next.done) return;
    yield next.value;
  }
}

/** What is no JSON object is no line either. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
