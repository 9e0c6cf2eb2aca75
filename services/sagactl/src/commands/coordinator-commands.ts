import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { type CoordinatorOptions, definitions } from './definitions.js';
import { register } from './register.js';
import { rollOut, type RolloutOptions } from './rollout.js';

/** Adds the commands that speak to a coordinator; each is handed to `run` once it is called. */
export function addCoordinatorCommands(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .addOption(
        new Option('--url <url>', 'where the coordinator is')
          .env('SAGA_URL')
          .default('http://127.0.0.1:3000'),
      )
      .addOption(new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text'));
  const deciding = (name: string, description: string) =>
    command(name, description)
      .argument('<name>', 'the definition')
      .addOption(new Option('--by <who>', 'who decides it').default(userName()).makeOptionMandatory())
      .requiredOption('--reason <why>', 'why; it is kept with the decision');

  command(
    'definitions',
    'Lists the definitions of a coordinator, and which versions new sagas start with.',
  ).action((options: CoordinatorOptions) => run(definitions(options, terminal)));

  command('register', 'Registers definitions with a coordinator, all of them or, if one has faults, none.')
    .argument('<files...>', 'YAML or JSON files; - is standard input')
    .action((files: string[], options: CoordinatorOptions) => run(register(files, options, terminal)));

  deciding('deactivate', 'Lets no saga of a definition start any more; those that run go on.').action(
    (name: string, options: RolloutOptions) =>
      run(rollOut((client, decision) => client.deactivate(name, decision), options, terminal)),
  );

  deciding('activate', 'Lets sagas of a definition start again.').action(
    (name: string, options: RolloutOptions) =>
      run(rollOut((client, decision) => client.activate(name, decision), options, terminal)),
  );

  deciding('rollback', 'Lets new sagas start with a version, whatever is registered later; a canary ends.')
    .argument('<version>', 'a version, or "latest" for whichever that is', versionOrLatest)
    .action((name: string, version: number | null, options: RolloutOptions) =>
      run(rollOut((client, decision) => client.rollBack(name, version, decision), options, terminal)),
    );

  deciding('canary', 'Lets a part of the new sagas start with another version.')
    .argument('<version>', 'the version to try', wholeNumber)
    .argument('<percent>', 'how many percent of the new sagas; 0 ends it', wholeNumber)
    .action((name: string, version: number, percent: number, options: RolloutOptions) =>
      run(rollOut((client, decision) => client.canary(name, version, percent, decision), options, terminal)),
    );
}

function versionOrLatest(text: string): number | null {
  return text === 'latest' ? null : wholeNumber(text);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Undefined in a container whose user has no name. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
