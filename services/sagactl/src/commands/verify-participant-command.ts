import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { duration, jsonObject, list } from './option-values.js';
import type { VerifyOptions } from './verify-participant.js';

const EXPLANATION = `
It sends commands of sagas that there are not, so --command is done some hundred times: try it where that does no harm.
In inputs, {saga} stands for the id of the saga. A coordinator that reads the same topics takes the answers for
errors, so start the participant with a topic prefix of its own, and name that.

Exits 1 if a rule is broken, 2 if the broker can't be used.`;

/** Adds the command that tries the contract on a participant; it is handed to `run` once it is called. */
export function addVerifyParticipantCommand(
  program: Command,
  terminal: Terminal,
  run: (running: Promise<ExitStatus>) => Promise<void>,
): void {
  program
    .command('verify-participant')
    .description('Tries whether a running participant, in whatever language, keeps the message contract.')
    .addOption(
      new Option('--topic <topic>', 'where its commands are, such as saga.command.payments').argParser(
        placeOf,
      ),
    )
    .addOption(
      new Option('--participant <name>', 'the same by its name; see --topic-prefix, too').conflicts('topic'),
    )
    .requiredOption('--command <name>', 'a command of its, as in payments.charge')
    .requiredOption('--input <json>', 'an input with which it does that', jsonObject)
    .option('--undo <name>', 'the command that undoes it')
    .option('--status <name>', 'the command that asks what became of it')
    .option('--refused-input <json>', 'an input that it refuses', jsonObject)
    .option('--slow-input <json>', 'an input with which it takes long', jsonObject)
    .addOption(
      new Option('--brokers <brokers>', 'Kafka, as host:port, with commas between')
        .env('KAFKA_BROKERS')
        .argParser(list)
        .default(['127.0.0.1:9092'], '127.0.0.1:9092'),
    )
    .addOption(
      new Option('--topic-prefix <prefix>', 'what the names of its topics begin with')
        .env('TOPIC_PREFIX')
        .default('', 'none'),
    )
    .addOption(
      new Option('--timeout <duration>', 'how long to wait for an answer')
        .argParser(duration)
        .default(10_000, '10s'),
    )
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXPLANATION)
    .action(({ topic, ...options }: VerifyOptions & { topic?: Place }, command: Command) => {
      if (!topic && !options.participant) command.error("error: say which participant by '--topic <topic>'");
      return run(verifying({ ...options, ...topic }, terminal));
    });
}

/** Whose topic it is. */
type Place = Pick<VerifyOptions, 'participant' | 'topicPrefix'>;

function placeOf(topic: string): Place {
  const [, topicPrefix, participant] = /^(.*)saga\.command\.([^.]+)$/.exec(topic) ?? [];
  if (topicPrefix === undefined || participant === undefined)
    throw new InvalidArgumentError('It must be as in saga.command.payments, with a prefix if there is one.');
  return { participant, topicPrefix };
}

/** Kafka's client is large, and few commands need it. */
async function verifying(options: VerifyOptions, terminal: Terminal): Promise<ExitStatus> {
  const { verifyParticipant } = await import('./verify-participant.js');
  return verifyParticipant(options, terminal);
}
