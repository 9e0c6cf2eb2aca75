import { silentLog, type Batch, type Bus, type BusLog, type Subscription } from '@saga/bus';
import {
  COMMAND_NAME,
  createCodec,
  MAX_DEAD_LETTER_BYTES,
  participantOf,
  type ValueFormat,
} from '@saga/contracts';
import type { Barrier, Parcel } from './barrier.js';
import { commandDesk, type CommandDesk } from './command-desk.js';
import { commandMeter } from './command-meter.js';
import { CommandsInHand, Leaving } from './commands-in-hand.js';
import type { CommandHandlers } from './handler.js';
import { lanesBy, workLanes } from './lanes.js';
import { lookAhead, undoneIn } from './look-ahead.js';
import { healthOf, type OwnHealth, type ParticipantHealth } from './participant-health.js';

export interface ParticipantOptions<Tx> {
  /** The first part of the names of its commands; its topic is `saga.command.<name>`. */
  name: string;
  bus: Bus;
  barrier: Barrier<Tx>;
  handlers: CommandHandlers<Tx>;
  /** Its consumer group. Default `saga-participant-<name>`, behind the prefix of the topics. */
  group?: string;
  /** Sagas worked on at the same time within one batch. Default 8. */
  concurrency?: number;
  /** Errors of handlers for which the commands must wait, in place of an answer. Default: none. */
  isTransient?: (error: unknown) => boolean;
  /**
   * Whether to read the topic once more, ahead of the handlers, so that `signal` is aborted as soon as the saga undoes a
   * step whose handler is at work. Worth it for handlers that take long. Default false.
   */
  lookAhead?: boolean;
  /** How long `stop` lets handlers finish before it aborts their `signal`, in ms. Default 10,000. */
  graceMs?: number;
  topicPrefix?: string;
  /** How its replies and events are written; commands are read in both formats. Default json. */
  format?: ValueFormat;
  log?: BusLog;
}

export interface Participant {
  /** Resolves when commands are being consumed. */
  start(): Promise<void>;
  /**
   * Finishes the commands in hand, publishes their replies and leaves the group. What is not done when the grace is over
   * is given up, if its handler heeds the `signal`, and left to the other members of the group.
   */
  stop(): Promise<void>;
  /** How it is, for a readiness probe; it asks the broker, which takes some milliseconds. Never rejects. */
  health(): Promise<ParticipantHealth>;
}

/**
 * A service that does and undoes steps of sagas.
 * Throws an error that names the option when a handler's name is not one of this participant's.
 */
export function createParticipant<Tx>(options: ParticipantOptions<Tx>): Participant {
  const { name, bus, barrier, handlers, log = silentLog } = options;
  const { concurrency = 8, isTransient = () => false, graceMs = 10_000 } = options;
  const group = options.group ?? `${options.topicPrefix ?? ''}saga-participant-${name}`;
  requireOwnNames(name, Object.keys(handlers));
  const codec = createCodec({ source: name, prefix: options.topicPrefix, format: options.format });
  const topic = codec.topics.command(name);
  const inHand = new CommandsInHand();
  const own: Omit<OwnHealth, 'inHand'> = { state: 'stopped', lastBatchAt: null, failing: null };
  let subscriptions: Subscription[] = [];

  function openDesk(): CommandDesk {
    const commands = [...Object.keys(handlers), `${name}.status`];
    // Only now, since an application sets up its metrics before it starts things, but maybe after it makes them.
    const meter = commandMeter({ group, topic, commands });
    return commandDesk({
      ...{ name, group, codec, barrier, handlers, isTransient, meter, inHand, log },
      tell(message) {
        bus.publish([message]).catch((err: unknown) => log.warn({ err }, 'news of progress got lost'));
      },
    });
  }

  /** Replies of the whole batch go out in one publish; only then may its offsets be committed. */
  async function work(desk: CommandDesk, batch: Batch): Promise<void> {
    const parcels: Parcel[] = [];
    const forget = inHand.foresee(undoneIn(batch.messages));
    const lanes = lanesBy(batch.messages, ({ key, offset }) => key ?? offset);
    const working = workLanes(lanes, concurrency, async (message) => {
      if (batch.isStale()) return;
      if (inHand.isLeaving) throw new Leaving();
      parcels.push(await desk.answer(message));
      await batch.heartbeat();
    });
    // What is done is told even when a later message must wait: its saga need not wait with it.
    await working.catch(() => undefined);
    forget();
    await bus.publish(parcels.flatMap(({ messages }) => messages));
    await barrier.published(parcels.flatMap(({ receipts }) => receipts));
    await working;
  }

  async function onBatch(desk: CommandDesk, batch: Batch): Promise<void> {
    own.lastBatchAt = new Date();
    try {
      await work(desk, batch);
      own.failing = null;
    } catch (error) {
      own.failing = { since: own.failing?.since ?? new Date(), reason: String(error) };
      throw error;
    }
  }

  return {
    async start() {
      own.state = 'starting';
      const { reply, deadLetter } = codec.topics;
      await bus.ensureTopics([
        { name: topic },
        { name: reply },
        { name: deadLetter, maxMessageBytes: MAX_DEAD_LETTER_BYTES },
      ]);
      await barrier.start((messages) => bus.publish(messages));
      const desk = openDesk();
      subscriptions = await Promise.all([
        bus.consume({ group, topics: [topic], onBatch: (batch) => onBatch(desk, batch) }),
        ...(options.lookAhead ? [lookAhead(bus, { group, topic, inHand })] : []),
      ]);
      own.state = 'consuming';
      log.info({ group, commands: Object.keys(handlers) }, `participant ${name} is ready`);
    },
    async stop() {
      own.state = 'draining';
      const grace = setTimeout(() => inHand.leave(), graceMs);
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
      clearTimeout(grace);
      await barrier.stop();
      own.state = 'stopped';
    },
    health: () => healthOf(bus, { group, topic }, { ...own, inHand: inHand.size }),
  };
}

function requireOwnNames(participant: string, commands: string[]): void {
  if (commands.length === 0)
    throw new Error(`handlers: ${participant} has none; give it at least one command`);
  for (const command of commands) {
    if (!COMMAND_NAME.test(command)) {
      throw new Error(
        `handlers: "${command}" is no name of a command; write it as ${participant}.do-something`,
      );
    }
    if (participantOf(command) !== participant) {
      throw new Error(
        `handlers: ${command} is not for ${participant}; begin its name with "${participant}."`,
      );
    }
  }
}
