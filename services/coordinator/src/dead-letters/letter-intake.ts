import type { BatchHandler } from '@saga/bus';
import type { Codec } from '@saga/contracts';
import type { Store } from '@saga/store';
import { letterOf } from './letter-of.js';

/**
 * Takes the dead letters of all services into the database, where operators find them. It reads as a group of its
 * own, so whatever it is stopped by stops nothing else; a batch is one statement, and one that comes again changes
 * nothing.
 */
export class LetterIntake {
  /** Where the letters come from. */
  readonly topic: string;

  constructor(
    private readonly store: Store,
    private readonly codec: Codec,
    /** Its consumer group. */
    readonly group: string,
  ) {
    this.topic = codec.topics.deadLetter;
  }

  readonly take: BatchHandler = ({ messages }) =>
    this.store.keepLetters(messages.map((message) => letterOf(message, this.codec, this.group)));
}
