import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoCoordinator, RequestRefused } from '@saga/api';
import { Command, CommanderError, Option } from 'commander';
import { addAsyncApiCommand } from './commands/asyncapi-command.js';
import { addCoordinatorCommands } from './commands/coordinator-commands.js';
import { addDeadLetterCommands } from './commands/dead-letter-commands.js';
import { addDiscoverCommand } from './commands/discover-command.js';
import { addEffectsCommands } from './commands/effects-commands.js';
import { graph, type GraphOptions } from './commands/graph.js';
import { addImportCommand } from './commands/import-command.js';
import { addMigrateCommands } from './commands/migrate-commands.js';
import { lint, type LintOptions } from './commands/lint.js';
import { schema } from './commands/schema.js';
import { addWhatIfCommand } from './commands/what-if-command.js';
import { types } from './commands/types.js';
import { addVerifyParticipantCommand } from './commands/verify-participant-command.js';
import { CannotVerify } from './conformance/cannot-verify.js';
import { CannotDiscover } from './discover/cannot-discover.js';
import { UnusableSource } from './effects/unusable-source.js';
import { EXIT, type ExitStatus } from './exit-status.js';
import { UnwritableOutput } from './output.js';
import { type Terminal, visible } from './terminal.js';

const PACKAGE = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

/** What a command may meet that its message explains. */
const EXPLAINED = [
  UnwritableOutput,
  NoCoordinator,
  RequestRefused,
  CannotDiscover,
  CannotVerify,
  UnusableSource,
];

/** Runs a command line, without the program's own name, and gives what the program is to end with. */
export async function sagactl(args: string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.ok;
  const program = commandLine(terminal, async (running) => {
    status = await running;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has said by then what is wrong; help and the version come this way, too, and are no trouble.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.trouble;
    if (!(error instanceof Error && EXPLAINED.some((kind) => error instanceof kind))) throw error;
    terminal.err(`error: ${error.message.split('\n').map(visible).join('\n')}\n`);
    return EXIT.trouble;
  }
}

/** Every command with its options; each is handed to `run` once it is called. */
function commandLine(terminal: Terminal, run: (running: Promise<ExitStatus>) => Promise<void>): Command {
  const program = new Command('sagactl')
    .description('Checks and draws saga definitions, and rolls them out.')
    .version(PACKAGE.version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(--help says what there is)');

  program
    .command('lint')
    .description(
      'Checks definitions as the coordinator does, and names every fault with its place and its fix.',
    )
    .argument('<files...>', 'YAML or JSON files; - is standard input')
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExits 1 if there are faults, 2 if a file could not be read.')
    .action((files: string[], options: LintOptions) => run(lint(files, options, terminal)));

  program
    .command('graph')
    .description(
      'Draws a definition: its steps and its pivot, and dashed the way back with what undoes each step.',
    )
    .argument('<file>', 'a YAML or JSON file; - is standard input')
    .addOption(
      new Option('--format <format>', 'default: svg if the output is called so, else mermaid').choices([
        'mermaid',
        'svg',
      ]),
    )
    .option('--output <file>', 'where to write it (default: standard output)')
    .action((file: string, options: GraphOptions) => run(graph(file, options, terminal)));

  program
    .command('types')
    .description(
      'Declares in TypeScript the commands that definitions send, for the handlers of participants.',
    )
    .argument('<files...>', 'YAML or JSON files; - is standard input')
    .option('--output <file>', 'where to write it (default: standard output)')
    .action((files: string[], options: { output?: string }) => run(types(files, options, terminal)));

  program
    .command('schema')
    .description('Prints the JSON Schema of definitions, for editors.')
    .option('--output <file>', 'where to write it (default: standard output)')
    .action((options: { output?: string }) => run(schema(options, terminal)));

  addAsyncApiCommand(program, terminal, run);
  addImportCommand(program, terminal, run);
  addDiscoverCommand(program, terminal, run);
  addVerifyParticipantCommand(program, terminal, run);
  addWhatIfCommand(program, terminal, run);
  addCoordinatorCommands(program, terminal, run);
  addMigrateCommands(program, terminal, run);
  addEffectsCommands(program, terminal, run);
  addDeadLetterCommands(program, terminal, run);
  for (const command of program.commands) command.version(PACKAGE.version);
  return program;
}
