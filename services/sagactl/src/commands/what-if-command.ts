import { type Command, InvalidArgumentError } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import type { WhatIfOptions } from './what-if.js';

/** Adds the command that simulates many sagas at once; it is handed to `run` once it is called. */
export function addWhatIfCommand(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command('what-if')
    .description('Simulates many sagas at once: how many wait, time out and are undone when something fails.')
    .argument('<file>', 'a YAML or JSON file; - is standard input')
    .requiredOption('--rate <rate>', 'how many sagas begin, such as 20/s, 5/m or 100/h')
    .requiredOption('--during <duration>', 'for how long they do, such as 1h')
    .option('--then <duration>', 'for how long to look on afterwards (default: half of it)')
    .option(
      '--fault <fault>',
      'what goes wrong, such as "payments down 20m at 10m", "payments slow 2x for 20m at 10m", "payments declines 5%"; may be repeated',
      (fault: string, earlier: string[]) => [...earlier, fault],
      [],
    )
    .option(
      '--participant <name=service,concurrency>',
      'how a participant works, such as payments=80ms,4; may be repeated (default: 50ms a command, 10 at a time)',
      workshop,
      {},
    )
    .option('--input <file>', 'the input of each saga, as JSON')
    .option('--outputs <file>', 'what commands give, by their names, as JSON')
    .option('--seed <number>', 'where chance begins', Number, 1)
    .option('--svg <file>', 'where to draw it')
    .action((file: string, options: WhatIfOptions) => run(simulating(file, options, terminal)));
}

/** The engine and the test kit are only this command's. */
async function simulating(file: string, options: WhatIfOptions, terminal: Terminal): Promise<ExitStatus> {
  const { whatIf } = await import('./what-if.js');
  return whatIf(file, options, terminal);
}

function workshop(text: string, earlier: WhatIfOptions['participant']): WhatIfOptions['participant'] {
  const [, name, service, concurrency] = /^([^=]+)=(\w+),(\d+)$/.exec(text) ?? [];
  if (!name) throw new InvalidArgumentError('It must be as in payments=80ms,4.');
  return { ...earlier, [name]: { service: service!, concurrency: Number(concurrency) } };
}
