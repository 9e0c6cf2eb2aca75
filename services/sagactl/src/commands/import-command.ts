import { type Command, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { type ImportOptions, importWorkflow } from './import-workflow.js';

/** Adds the command that makes sagas of workflows. */
export function addImportCommand(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command('import')
    .description(
      'Makes a saga of a workflow in the CNCF Serverless Workflow DSL 1.0, and lists what it does not say.',
    )
    .argument('<file>', 'a YAML or JSON file; - is standard input')
    .addOption(
      new Option('--format <format>', 'default: json if the output is called so, else yaml').choices([
        'yaml',
        'json',
      ]),
    )
    .option('--output <file>', 'where to write it (default: standard output)')
    .addHelpText(
      'after',
      '\nExits 3 if something is left to see to (listed on standard error), 2 if there is no workflow to be read.',
    )
    .action((file: string, options: ImportOptions) => run(importWorkflow(file, options, terminal)));
}
