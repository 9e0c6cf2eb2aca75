import { Readable } from 'node:stream';
import type { ExitStatus } from '../exit-status.js';
import { sagactl } from '../sagactl.js';
import { plain, type Terminal } from '../terminal.js';

/** What a run of the program printed and ended with. */
export interface Recorded {
  status: ExitStatus;
  out: string;
  err: string;
}

/** Runs a command line in this process, with the given text as standard input and, by default, no colours. */
export async function recorded(args: string[], { stdin = '', style = plain } = {}): Promise<Recorded> {
  const printed = { out: '', err: '' };
  const terminal: Terminal = {
    stdin: Readable.from([Buffer.from(stdin)]),
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    style,
  };
  const status = await sagactl(args, terminal);
  return { status, ...printed };
}
