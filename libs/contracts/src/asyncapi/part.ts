import type { JsonObject } from '../messages.js';

/** A kind of message on a topic, and what is done with it. */
export interface Part {
  topic: string;
  /** What the topic is for. */
  about: string;
  /** Names the message among those of its topic. */
  name: string;
  message: JsonObject;
  actions: { action: 'send' | 'receive'; summary?: string }[];
  /** The message that answers it. */
  answers?: { topic: string; name: string };
}

/** The name of a topic's channel in the document. */
export function channelOf(topic: string): string {
  return named(topic);
}

/** A text as a name within the document, where not every character may be. */
export function named(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (character) => `_${character.codePointAt(0)!.toString(16)}_`);
}

/** How Kafka keeps a message: under which key. */
export function underKey(description: string): JsonObject {
  return { kafka: { key: { type: 'string', description }, bindingVersion: '0.5.0' } };
}
