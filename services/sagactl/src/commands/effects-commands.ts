import type { Command } from 'commander';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { linesOf } from '../effects/read-ledgers.js';
import { exportHistories } from '../effects/read-histories.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { deliverLines } from '../output.js';
import type { Terminal } from '../terminal.js';
import { coordinatorCommand, urlOption } from './coordinator-options.js';
import { list } from './option-values.js';
import { verifyEffects, type VerifyOptions } from './verify-effects.js';

/** Adds the commands about effect ledgers and histories; each is handed to `run` once it is called. */
export function addEffectsCommands(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command('history')
    .description('Exports sagas with all that has happened to them, one a line.')
    .argument('[sagas...]', 'the ids of those to export (default: all)')
    .addOption(urlOption())
    .requiredOption('--export', 'as lines of JSON, which is the only form')
    .option('--output <file>', 'where to write it (default: standard output)')
    .action((sagas: string[], { url, output }: { url: string; output?: string }) =>
      run(exported(exportHistories(new CoordinatorClient(url), sagas), output, terminal)),
    );

  program
    .command('effects')
    .description('Exports the effect ledgers of a database, one entry a line.')
    .argument('<database>', 'its URL, as in postgres://user:password@host/name')
    .option('--output <file>', 'where to write it (default: standard output)')
    .action((database: string, { output }: { output?: string }) =>
      run(exported(linesOf(database, terminal), output, terminal)),
    );

  coordinatorCommand(
    program,
    'verify-effects',
    'Compares the effect ledgers of participants with the histories of their sagas.',
  )
    .requiredOption(
      '--ledger <source...>',
      'URLs of databases, or files written by "effects"; - is standard input',
    )
    .option('--history <file>', 'histories written by "history --export", in place of a coordinator')
    .option('--participants <names>', 'who has to have a ledger, with commas between', list)
    .addHelpText(
      'after',
      '\nExport the histories before the ledgers: what is entered later is not held against them.' +
        '\nExits 1 if anything is wrong, 2 if something could not be read.',
    )
    .action((options: VerifyOptions) => run(verifyEffects(options, terminal)));
}

async function exported(
  lines: AsyncIterable<object>,
  output: string | undefined,
  terminal: Terminal,
): Promise<ExitStatus> {
  await deliverLines(lines, output, terminal);
  return EXIT.ok;
}
