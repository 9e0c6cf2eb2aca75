import type { OutgoingMessage } from '@saga/bus';
import type { Command, Outcome } from '@saga/contracts';
import type { Because, StepRecord } from './rules.js';

/** What a command has done; without an `id` the hash of its output stands for it. */
export interface Effect {
  id?: string;
}

/** What came of a command, and the messages that tell of it. */
export interface Settlement {
  outcome: Outcome;
  messages: OutgoingMessage[];
  /** For the effect ledger, where the barrier keeps one. */
  effect?: Effect;
}

/** What a command does on its way through the barrier. */
export interface Passage<Tx> {
  /** Does the work within `tx`. A refusal is a settlement like any other; rejects when the work broke. */
  run(tx: Tx): Promise<Settlement>;
  /** Settles a command that is answered without its work; `because` of which rule. */
  answer(outcome: Outcome, because?: Because): Settlement;
  /** Settles a command whose work broke. Throws the error on when the command must wait instead. */
  broke(error: unknown): Settlement;
}

/** Messages to publish, and the receipts to hand in once they are. */
export interface Parcel {
  messages: OutgoingMessage[];
  receipts: string[];
}

/** Publishes messages, or rejects with none, some or all of them sent. */
export type Publish = (messages: OutgoingMessage[]) => Promise<void>;

/**
 * Makes a participant's effect happen once, whatever is delivered how often and in which order (see `ruleOn`).
 * Every implementation passes `participantContract`.
 */
export interface Barrier<Tx> {
  /**
   * Takes a command through the rules. What `passage.run` did stays only if it settled as a success; the
   * settlement is stored with it, and that of a refusal or a breakdown by itself: an attempt that is delivered
   * again gets the answer that it got before. Rejects with what `passage.broke` throws, and with
   * `BarrierUnavailable` when the barrier itself can't work now; nothing is stored then.
   */
  pass(command: Command, passage: Passage<Tx>): Promise<Parcel>;
  /**
   * What is settled of a step. Waits for a command of it that is being worked on; `in-hand` when that takes too
   * long. Rejects with `BarrierUnavailable` when the barrier can't work now.
   */
  recordOf(sagaId: string, step: string): Promise<StepRecord | 'in-hand'>;
  /** The messages of these receipts are published and need not be kept. */
  published(receipts: string[]): Promise<void>;
  /** Begins to publish what a crashed process left behind; resolves when the barrier is ready. */
  start(publish: Publish): Promise<void>;
  stop(): Promise<void>;
}

/** The barrier's storage can't be reached or used now: the message must wait, it is no answer to the saga. */
export class BarrierUnavailable extends Error {
  constructor(cause: unknown) {
    super(
      `the participant's barrier is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
    this.name = 'BarrierUnavailable';
  }
}
