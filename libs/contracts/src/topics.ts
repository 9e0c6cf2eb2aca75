/** The names of the topics that sagas use. Domain events stay on their services' own topics. */
export interface Topics {
  /** Requests to start a saga, and to undo one: a saga's come in order. */
  start: string;
  reply: string;
  signal: string;
  lifecycle: string;
  deadLetter: string;
  /** The topic of one participant's commands. */
  command(participant: string): string;
}

/** What the dead-letter topic must take: a message of the largest size as base64, with its cause and headers. */
export const MAX_DEAD_LETTER_BYTES = 4 * 1024 * 1024;

/** The names of the topics, behind a prefix that keeps environments on one broker apart. */
export function topics(prefix = ''): Topics {
  return {
    start: `${prefix}saga.start`,
    reply: `${prefix}saga.reply`,
    signal: `${prefix}saga.signal`,
    lifecycle: `${prefix}saga.lifecycle`,
    deadLetter: `${prefix}saga.dead-letter`,
    command: (participant) => `${prefix}saga.command.${participant}`,
  };
}
