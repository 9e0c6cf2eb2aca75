import type { JsonObject } from '@saga/definition';
import type { Command } from 'commander';
import type { Approval } from '../client/coordinator-client.js';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { approvals } from './approvals.js';
import { byOption, coordinatorCommand, wholeNumber } from './coordinator-options.js';
import { type CoordinatorOptions, definitions } from './definitions.js';
import { jsonObject } from './option-values.js';
import { register } from './register.js';
import { rollOut, type RolloutOptions } from './rollout.js';
import { speakToSaga } from './speak-to-saga.js';
import { unknown, type UnknownOptions } from './unknown.js';

/** Adds the commands that speak to a coordinator; each is handed to `run` once it is called. */
export function addCoordinatorCommands(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  const command = (name: string, description: string) => coordinatorCommand(program, name, description);
  const deciding = (name: string, description: string) =>
    command(name, description)
      .argument('<name>', 'the definition')
      .addOption(byOption())
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

  command(
    'unknown',
    'Lists the events that no definition knows or no saga has taken, with counts and samples.',
  )
    .option('--limit <count>', 'how many types at the most, up to 500', wholeNumber, 100)
    .action((options: UnknownOptions) => run(unknown(options, terminal)));

  const answering = (verb: 'approve' | 'reject', description: string) =>
    command(verb, description)
      .argument('<saga>', "the saga's id")
      .option('--step <step>', 'the step that asks, where several do')
      .addOption(byOption())
      .requiredOption('--comment <why>', 'what speaks for it; it is kept with the answer')
      .action((saga: string, { step, by, comment, ...options }: CoordinatorOptions & Approval) =>
        run(speakToSaga((client) => client[verb](saga, { step, by, comment }), options, terminal)),
      );

  command('approvals', 'Lists what sagas ask people, the oldest question first.').action(
    (options: CoordinatorOptions) => run(approvals(options, terminal)),
  );
  answering('approve', 'Gives a saga the approval that it asks for.');
  answering('reject', 'Refuses a saga the approval that it asks for.');

  command('signal', 'Sends a saga a signal: for the step that waits for it, or the one that will.')
    .argument('<saga>', "the saga's id")
    .argument('<name>', "the signal's name")
    .argument('[data]', 'what it says, a JSON object', jsonObject, {})
    .action((saga: string, name: string, data: JsonObject, options: CoordinatorOptions) =>
      run(speakToSaga((client) => client.signal(saga, name, data), options, terminal)),
    );
}

function versionOrLatest(text: string): number | null {
  return text === 'latest' ? null : wholeNumber(text);
}
