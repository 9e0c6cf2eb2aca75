import { sagactl } from './sagactl.js';
import { coloured, plain } from './terminal.js';

// A reader that has seen enough, such as `head`, closes the pipe: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await sagactl(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  live: process.stderr.isTTY ? (line) => void process.stderr.write(`\r\x1b[2K${line}`) : undefined,
  style: process.stdout.isTTY && process.stdout.hasColors() ? coloured : plain,
});
