import type { Command } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { byOption, coordinatorCommand, wholeNumber } from './coordinator-options.js';
import {
  closeLetters,
  type Closing,
  type Finding,
  letterGroups,
  letters,
  showLetter,
} from './dead-letters.js';
import type { CoordinatorOptions } from './definitions.js';
import { json, jsonObject } from './option-values.js';

/** Adds the commands about dead letters; each is handed to `run` once it is called. */
export function addDeadLetterCommands(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  const group = program
    .command('dead-letters')
    .description('Messages that nobody could use, and what to do with them.');
  const matching = (name: string, description: string) =>
    coordinatorCommand(group, name, description)
      .option('--code <code>', 'only those of this cause')
      .option('--topic <topic>', 'only those that lay on this topic')
      .option('--group <group>', 'only those that this consumer group gave up')
      .option('--saga <saga>', 'only those of this saga')
      .option('--came-back <flag>', 'only those that came of a redrive (true), or did not (false)')
      .option('--from <time>', 'only those given up at this time or later, as in 2026-01-31T12:00:00Z')
      .option('--until <time>', 'only those given up before this time');
  const finding = (name: string, description: string) =>
    matching(name, description)
      .option('--state <state>', 'only those that are open, redriven or discarded')
      .option('--limit <count>', 'how many at the most, up to 500', wholeNumber, 50);
  const closing = (name: string, description: string) =>
    matching(name, description)
      .argument('[letter]', 'its number (default: all open ones that match)')
      .addOption(byOption())
      .requiredOption('--reason <why>', 'why; it is kept with the letter');

  finding('list', 'Lists dead letters, the youngest first.').action((options: Finding) =>
    run(letters(options, terminal)),
  );
  finding('groups', 'Counts dead letters by who gave them up, where and why.').action((options: Finding) =>
    run(letterGroups(options, terminal)),
  );
  coordinatorCommand(group, 'show', 'Shows a dead letter with its message.')
    .argument('<letter>', 'its number')
    .action((letter: string, options: CoordinatorOptions) => run(showLetter(letter, options, terminal)));
  closing(
    'redrive',
    'Sends the message of a letter to its topic again, or those of all open ones that match.',
  )
    .option('--dry-run', 'only say what would be sent, and what would come of it')
    .option(
      '--headers <json>',
      'headers to change, as an object; null takes one away (one letter)',
      jsonObject,
    )
    .option('--patch <json>', 'a JSON patch of the value (one letter)', json)
    .option('--value <json>', 'the whole new value (one letter)', json)
    .action((letter: string | undefined, options: Closing) =>
      run(closeLetters('redrive', letter, options, terminal)),
    );
  closing(
    'discard',
    'Closes a letter whose message is not wanted any more, or all open ones that match.',
  ).action((letter: string | undefined, options: Closing) =>
    run(closeLetters('discard', letter, options, terminal)),
  );
}
