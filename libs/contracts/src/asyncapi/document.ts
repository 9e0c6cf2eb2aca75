import type { JsonObject } from '../messages.js';
import type { Topics } from '../topics.js';
import { commandParts } from './commands.js';
import type { Conversation } from './conversation.js';
import { eventParts } from './events.js';
import { sharedHeaderSchemas } from './header-schemas.js';
import { channelOf, type Part } from './part.js';
import { payloadSchemas } from './payload-schemas.js';
import { sagaParts } from './saga-messages.js';

/** The whole of what is said around some definitions. */
export interface AsyncApiSubject {
  topics: Topics;
  conversations: Conversation[];
}

/**
 * The message contract as an AsyncAPI 3.0 document, as the coordinator sees it: it sends commands, and receives replies,
 * starts, signals and events. There is a channel for each participant that the definitions command, and for each topic
 * of services that they name.
 */
export function asyncApi({ topics, conversations }: AsyncApiSubject): JsonObject {
  const parts = [...sagaParts(topics), ...commandParts(conversations, topics), ...eventParts(conversations)];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sagas',
      version: '1.0.0',
      description:
        'What the saga coordinator sends and receives on Kafka. Messages are CloudEvents 1.0 in binary mode: ' +
        'their attributes are headers. See docs/contract.md.',
    },
    defaultContentType: 'application/json',
    channels: channelsOf(parts),
    operations: Object.fromEntries(parts.flatMap(operationsOf)),
    components: { schemas: { ...payloadSchemas(), ...sharedHeaderSchemas() } },
  };
}

/** Messages of one topic share a channel. */
function channelsOf(parts: Part[]): JsonObject {
  const channels: Record<string, JsonObject & { messages: JsonObject }> = {};
  for (const { topic, about, name, message } of parts) {
    const channel = (channels[channelOf(topic)] ??= { address: topic, description: about, messages: {} });
    channel.messages[name] = message;
  }
  return channels;
}

function operationsOf({ topic, name, actions, answers }: Part): [string, JsonObject][] {
  const ref = `#/channels/${channelOf(topic)}`;
  return actions.map(({ action, summary }) => [
    `${action}.${channelOf(topic)}.${name}`,
    {
      action,
      channel: { $ref: ref },
      ...(summary && { summary }),
      messages: [{ $ref: `${ref}/messages/${name}` }],
      ...(answers && {
        reply: {
          channel: { $ref: `#/channels/${channelOf(answers.topic)}` },
          messages: [{ $ref: `#/channels/${channelOf(answers.topic)}/messages/${answers.name}` }],
        },
      }),
    },
  ]);
}
