import { type Command, InvalidArgumentError } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { byOption, coordinatorCommand, wholeNumber } from './coordinator-options.js';
import type { CoordinatorOptions } from './definitions.js';
import { diffFiles, diffVersions } from './diff.js';
import { gate, type GateOptions } from './gate.js';
import { migrate, type MigrateOptions } from './migrate.js';

/** Adds the commands about changed definitions and their running sagas; each is handed to `run` once it is called. */
export function addMigrateCommands(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  const diff = coordinatorCommand(
    program,
    'diff',
    'Tells in what two definitions differ: those of two files, or two versions that a coordinator has.',
  )
    .argument('<what...>', 'two files, or a name and two versions')
    .action((what: string[], options: CoordinatorOptions) => {
      const [first, second, third] = what;
      if (what.length === 2) return run(diffFiles([first!, second!], options, terminal));
      if (what.length !== 3)
        return diff.error('error: name two files, or a definition and two versions of it');
      return run(diffVersions(first!, versionIn(diff, second!), versionIn(diff, third!), options, terminal));
    });

  coordinatorCommand(program, 'migrate', 'Lets the running sagas of a version go on by another one.')
    .argument('<name>', 'the definition')
    .requiredOption('--from <version>', 'the version that they run', wholeNumber)
    .requiredOption('--to <version>', 'the version to go on by', wholeNumber)
    .option('--map <old=new>', 'what a step is called in the new version; for several, again', renamed, {})
    .option('--dry-run', 'just tell what would come of it, played through saga by saga', false)
    .addOption(byOption())
    .requiredOption('--reason <why>', 'why; it is kept in the histories of the sagas')
    .addHelpText('after', '\nExits 1 if some of them can not go on by it.')
    .action((name: string, options: MigrateOptions) => run(migrate(name, options, terminal)));

  coordinatorCommand(
    program,
    'gate',
    'Tells, before definitions are deployed, which running sagas that would strand.',
  )
    .argument('<folder>', 'the definitions that are to be deployed')
    .option('--partial', 'others are deployed from elsewhere: leave those alone that are not here', false)
    .option('--migrate', 'running sagas are to go on by these definitions: play that through for each', false)
    .option(
      '--map <definition.old=new>',
      'what a step is called in a definition here; for several, again',
      renamed,
      {},
    )
    .addHelpText('after', '\nExits 1 if sagas would strand, 2 if that could not be found out.')
    .action((folder: string, options: GateOptions) => run(gate(folder, options, terminal)));
}

function versionIn(command: Command, text: string): number {
  try {
    return wholeNumber(text);
  } catch {
    return command.error(
      `error: "${text}" is no version: name two files, or a definition and two versions of it`,
    );
  }
}

function renamed(text: string, others: Record<string, string>): Record<string, string> {
  const [, old, now] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (old === undefined)
    throw new InvalidArgumentError('It must be an old and a new name, such as charge=pay.');
  return { ...others, [old]: now! };
}
