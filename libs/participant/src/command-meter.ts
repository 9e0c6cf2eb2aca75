import { type Attributes, metrics, ValueType } from '@opentelemetry/api';
import type { Command, Outcome } from '@saga/contracts';
import type { Because } from './rules.js';

/** What is told of a name that is none of the participant's commands: anyone may send such, of any name. */
const OTHER = '_OTHER';

/** As OpenTelemetry advises for the time that a message takes. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** How a command ended; `deferred`: it waits, and comes again. */
export type CommandResult = Outcome['result'] | 'deferred' | 'malformed';

export interface CommandMeterOptions {
  group: string;
  topic: string;
  /** The names that are told as they are. */
  commands: string[];
}

export interface CommandMeter {
  /** `because`: why the handler was not asked; absent when it was. */
  begin(command: Pick<Command, 'name' | 'direction'>): {
    end(result: CommandResult, because?: Because): void;
  };
  countMalformed(): void;
}

/**
 * Measures commands by OpenTelemetry's API, with its semantic conventions for messaging where there are some. Without a
 * metrics SDK in the process it costs nothing and tells nobody. Attributes have few values, whatever is sent.
 */
export function commandMeter({ group, topic, commands }: CommandMeterOptions): CommandMeter {
  const known = new Set(commands);
  const meter = metrics.getMeter('@saga/participant');
  const consumed = meter.createCounter('messaging.client.consumed.messages', {
    description: 'Commands that were handled, each time that they came.',
    unit: '{message}',
    valueType: ValueType.INT,
  });
  const duration = meter.createHistogram('messaging.process.duration', {
    description: 'How long commands took, from their arrival to their answer.',
    unit: 's',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  const inHand = meter.createUpDownCounter('saga.participant.commands.in_hand', {
    description: 'Commands that are being handled.',
    unit: '{command}',
    valueType: ValueType.INT,
  });
  const answers = meter.createCounter('saga.participant.barrier.answers', {
    description: 'Commands that the barrier answered without their handler, by the reason.',
    unit: '{command}',
    valueType: ValueType.INT,
  });
  const place: Attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'process',
    'messaging.destination.name': topic,
    'messaging.consumer.group.name': group,
  };

  function attributesOf(command: string, result: CommandResult): Attributes {
    const outcome = { ...place, 'saga.command': command, 'saga.outcome': result };
    return result === 'success' ? outcome : { ...outcome, 'error.type': result };
  }

  return {
    begin({ name, direction }) {
      const began = performance.now();
      const command = known.has(name) ? name : OTHER;
      inHand.add(1, place);
      return {
        end(result, because) {
          const attributes = { ...attributesOf(command, result), 'saga.direction': direction };
          inHand.add(-1, place);
          consumed.add(1, attributes);
          duration.record((performance.now() - began) / 1_000, attributes);
          if (because) answers.add(1, { ...place, 'saga.command': command, 'saga.answer': because });
        },
      };
    },
    countMalformed: () => consumed.add(1, attributesOf(OTHER, 'malformed')),
  };
}
