import type { IncomingMessage } from './bus.js';

/** What to read of some topics, apart from all groups: nobody's offsets are read or committed. */
export interface ReadOptions {
  /** They have to exist; nothing is created. */
  topics: string[];
  /** Leaves out what is older, by the records' timestamps, in ms since the epoch. Default: nothing. */
  from?: number;
  /** Goes on with what comes meanwhile until this is aborted. Default: ends where the topics ended when it began. */
  until?: AbortSignal;
}

/** The next messages of a reading, the earliest first as far as that can be told (see ReadingMerge). */
export interface Excerpt {
  messages: IncomingMessage[];
  /** How many messages of those that were there when the reading began are still to come, at the most. */
  ahead: number;
}

/** Looks at what lies in topics. Every implementation passes `topicReaderContract`. */
export interface TopicReader {
  /**
   * Gives what lies in the topics, in bounded memory however much that is: it reads on as its reader takes. A reader
   * that stops taking ends the reading.
   * @throws UnknownTopic
   */
  read(options: ReadOptions): AsyncIterable<Excerpt>;
}

/** Thrown when topics are to be read that do not exist. */
export class UnknownTopic extends Error {
  constructor(
    readonly unknown: string[],
    existing: string[],
  ) {
    const there = existing.length > 0 ? `there are ${existing.sort().join(', ')}` : 'there is none at all';
    super(`no such topic: ${unknown.join(', ')} (${there})`);
    this.name = 'UnknownTopic';
  }

  /** Throws it when one of the topics is not among those that exist. */
  static refuse(asked: string[], existing: Iterable<string>): void {
    const there = new Set(existing);
    const unknown = asked.filter((topic) => !there.has(topic));
    const shown = [...there].filter((topic) => !topic.startsWith('__'));
    if (unknown.length > 0) throw new UnknownTopic(unknown, shown);
  }
}
