import { silentLog, type Batch, type Bus, type BusLog, type Subscription } from '@saga/bus';
import {
  COMMAND_NAME,
  createCodec,
  MAX_DEAD_LETTER_BYTES,
  participantOf,
  type ValueFormat,
} from '@saga/contracts';
import type { Barrier, Parcel } from './barrier.js';
import { commandDesk } from './command-desk.js';
import type { CommandHandlers } from './handler.js';
import { lanesBy, workLanes } from './lanes.js';

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
  topicPrefix?: string;
  /** How its replies and events are written; commands are read in both formats. Default json. */
  format?: ValueFormat;
  log?: BusLog;
}

export interface Participant {
  /** Resolves when commands are being consumed. */
  start(): Promise<void>;
  /** Finishes the commands in hand, publishes their replies and leaves the group. */
  stop(): Promise<void>;
}

/**
 * A service that does and undoes steps of sagas.
 * Throws an error that names the option when a handler's name is not one of this participant's.
 */
export function createParticipant<Tx>(options: ParticipantOptions<Tx>): Participant {
  const {
    name,
    bus,
    barrier,
    handlers,
    log = silentLog,
    concurrency = 8,
    isTransient = () => false,
  } = options;
  const group = options.group ?? `${options.topicPrefix ?? ''}saga-participant-${name}`;
  requireOwnNames(name, Object.keys(handlers));
  const codec = createCodec({ source: name, prefix: options.topicPrefix, format: options.format });
  const desk = commandDesk({ name, group, codec, barrier, handlers, isTransient, log });
  let subscription: Subscription | undefined;

  /** Replies of the whole batch go out in one publish; only then may its offsets be committed. */
  async function onBatch(batch: Batch): Promise<void> {
    const parcels: Parcel[] = [];
    const lanes = lanesBy(batch.messages, ({ key, offset }) => key ?? offset);
    const working = workLanes(lanes, concurrency, async (message) => {
      if (batch.isStale()) return;
      parcels.push(await desk.answer(message));
      await batch.heartbeat();
    });
    // What is done is told even when a later message must wait: its saga need not wait with it.
    await working.catch(() => undefined);
    await bus.publish(parcels.flatMap(({ messages }) => messages));
    await barrier.published(parcels.flatMap(({ receipts }) => receipts));
    await working;
  }

  return {
    async start() {
      const { command, reply, deadLetter } = codec.topics;
      await bus.ensureTopics([
        { name: command(name) },
        { name: reply },
        { name: deadLetter, maxMessageBytes: MAX_DEAD_LETTER_BYTES },
      ]);
      await barrier.start((messages) => bus.publish(messages));
      subscription = await bus.consume({ group, topics: [command(name)], onBatch });
      log.info({ group, commands: Object.keys(handlers) }, `participant ${name} is ready`);
    },
    async stop() {
      await subscription?.stop();
      await barrier.stop();
    },
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
