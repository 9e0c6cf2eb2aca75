import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import type { DiscoverOptions } from './discover.js';
import { duration, list } from './option-values.js';

/** Adds the command that reads a draft off from traffic; it is handed to `run` once it is called. */
export function addDiscoverCommand(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command('discover')
    .description('Drafts a choreography from the events that services publish: what follows what, and when.')
    .requiredOption('--topics <topics>', "the services' topics, with commas between", list)
    .addOption(
      new Option('--brokers <brokers>', 'Kafka, as host:port, with commas between')
        .env('KAFKA_BROKERS')
        .argParser(list)
        .default(['127.0.0.1:9092'], '127.0.0.1:9092'),
    )
    .addOption(new Option('--since <duration>', 'how far back (default: all there is)').argParser(duration))
    .addOption(new Option('--from <time>', 'the same, as a time').argParser(time).conflicts('since'))
    .addOption(new Option('--for <duration>', 'goes on watching for so long').argParser(duration))
    .addOption(
      new Option(
        '--key <type=place>',
        'where the key of an event is, such as order.placed=event.data.orderId',
      )
        .argParser(keyOfType)
        .default(new Map(), 'found by itself'),
    )
    .option('--start <type>', 'the event that flows begin with (default: the usual one)')
    .option('--name <name>', "the definition's name (default: after the event that starts it)")
    .addOption(
      new Option('--format <format>', 'what to give')
        .choices(['yaml', 'json', 'mermaid', 'svg'])
        .default('yaml'),
    )
    .option('--output <file>', 'where to write it (default: standard output)')
    .addHelpText('after', '\nIt joins no group that others know, commits nothing and writes to no topic.')
    .action((options: DiscoverOptions) => run(discovering(options, terminal)));
}

/** Kafka's client is large, and only this command needs it. */
async function discovering(options: DiscoverOptions, terminal: Terminal): Promise<ExitStatus> {
  const { discover } = await import('./discover.js');
  return discover(options, terminal);
}

function time(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time, such as 2026-01-31T12:00:00Z.');
  return at;
}

function keyOfType(text: string, earlier: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, type, place] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (!type || !place) throw new InvalidArgumentError('It must be as in order.placed=event.data.orderId.');
  return new Map([...earlier, [type, place]]);
}
