import { type Command, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { asyncapi, type AsyncApiOptions } from './asyncapi.js';

/** Adds the command that describes the messages around definitions; it is handed to `run` once it is called. */
export function addAsyncApiCommand(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command('asyncapi')
    .description('Describes the messages that the sagas of definitions send and receive, as AsyncAPI 3.0.')
    .argument(
      '[files...]',
      'YAML or JSON files; - is standard input (default: what all sagas have in common)',
    )
    .addOption(
      new Option('--topic-prefix <prefix>', 'what the names of the topics begin with')
        .env('TOPIC_PREFIX')
        .default('', 'none'),
    )
    .option('--output <file>', 'where to write it (default: standard output)')
    .addHelpText('after', '\nA coordinator serves that of its definitions on GET /v1/asyncapi.json.')
    .action((files: string[], options: AsyncApiOptions) => run(asyncapi(files, options, terminal)));
}
