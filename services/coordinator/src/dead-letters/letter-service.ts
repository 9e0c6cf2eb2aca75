import { isDeepStrictEqual } from 'node:util';
import type { OutgoingMessage } from '@saga/bus';
import type { Codec, DeadLetterCause } from '@saga/contracts';
import type { JsonObject } from '@saga/definition';
import type {
  LetterClaims,
  LetterFilter,
  LetterInHand,
  LetterState,
  Store,
  StoreTransaction,
} from '@saga/store';
import { PublishingFailed } from '../pipeline/outbox-publisher.js';
import type { SagaPipeline } from '../pipeline/saga-pipeline.js';
import type { RedriveCheck } from './redrive-check.js';
import { type LetterFix, redriveMessage } from './redrive-message.js';
import type { RedriveTrial, Trial } from './redrive-trial.js';
import { LetterRefusal, unknownLetter } from './refusal.js';

/** Who decides about a letter, and why. */
export interface Decided {
  by: string;
  reason: string;
}

/** What is to be done to many letters. */
export interface Sweep {
  /** Only open ones are taken, whatever it says of their state. */
  filter: LetterFilter;
  /** How many of them this call looks at. */
  limit: number;
  /** Where the call before stopped. */
  after?: Place;
}

/** How far a sweep is. It ends with the last letter that was there when it began, whatever comes back meanwhile. */
export interface Place {
  letter: string;
  end: string;
}

/** What became of a letter, or would. */
export interface SweptLetter {
  id: string;
  /** Why nothing was done to it; null when it was. */
  refusal: DeadLetterCause | null;
  /** What would come of it; null when it was more than a trial. */
  trial: Trial | null;
}

/** What became of the letters that a call has looked at. */
export interface Swept {
  letters: SweptLetter[];
  /** Where to go on; null when there are no more. */
  next: Place | null;
  /** How many are still to be looked at. */
  left: number;
}

interface Prepared {
  message: OutgoingMessage;
  claims: LetterClaims;
  reading: ReturnType<RedriveCheck['read']>;
  handled: Set<string>;
}

/** What operators do to dead letters. Each decision is one transaction; it throws LetterRefusal where it can't be. */
export class LetterService {
  constructor(
    private readonly store: Store,
    private readonly pipeline: SagaPipeline,
    private readonly codec: Codec,
    private readonly check: RedriveCheck,
    private readonly trial: RedriveTrial,
  ) {}

  /**
   * Sends the message of a letter to its topic again, changed by `fix`. It is sent once however often this is called:
   * the letter is closed in the transaction that puts the message into the outbox. When the broker does not take it
   * now, it goes out later.
   */
  async redrive(id: string, { by, reason }: Decided, fix: LetterFix = {}): Promise<void> {
    const stored = JSON.parse(JSON.stringify(fix)) as JsonObject;
    try {
      await this.pipeline.commit(async (tx) => {
        const letter = await found(tx, id, { lock: true });
        if (letter.state !== 'open') return { messages: [], result: repeated(letter, 'redriven', stored) };
        const { message, claims } = await this.prepare(tx, letter, fix);
        await tx.releaseClaims(claims);
        await tx.closeLetter(id, { state: 'redriven', by, reason, fix: stored });
        return { messages: [message], result: undefined };
      });
    } catch (error) {
      if (!(error instanceof PublishingFailed)) throw error;
    }
  }

  /** What `redrive` would send, and what would come of it as things are. Nothing is written, and nothing sent. */
  async tryRedrive(id: string, fix: LetterFix = {}): Promise<Trial> {
    return this.store.transaction(async (tx) => {
      const letter = await found(tx, id, { lock: false });
      if (letter.state !== 'open') throw closed(letter);
      const { message, reading, handled } = await this.prepare(tx, letter, fix);
      return this.trial.run(tx, { message, items: reading.items, handled });
    });
  }

  /** Closes a letter whose message is not wanted any more. */
  async discard(id: string, { by, reason }: Decided): Promise<void> {
    await this.store.transaction(async (tx) => {
      const letter = await found(tx, id, { lock: true });
      if (letter.state === 'open') await tx.closeLetter(id, { state: 'discarded', by, reason });
      else repeated(letter, 'discarded', null);
    });
  }

  /** Redrives open letters, the oldest first, so that each saga gets its messages in their order. */
  redriveMany(sweep: Sweep, decided: Decided, fix?: LetterFix): Promise<Swept> {
    return this.sweep(sweep, (id) => this.redrive(id, decided, fix));
  }

  tryRedriveMany(sweep: Sweep, fix?: LetterFix): Promise<Swept> {
    return this.sweep(sweep, (id) => this.tryRedrive(id, fix));
  }

  discardMany(sweep: Sweep, decided: Decided): Promise<Swept> {
    return this.sweep(sweep, (id) => this.discard(id, decided));
  }

  private async sweep(
    { filter, limit, after }: Sweep,
    act: (id: string) => Promise<Trial | void>,
  ): Promise<Swept> {
    const { deadLetters } = this.store;
    const end = after?.end ?? (await deadLetters.end());
    const open: LetterFilter = { ...filter, state: 'open', beyond: after?.letter, before: end };
    const page = await deadLetters.list(open, limit, 'oldest-first');
    const letters: SweptLetter[] = [];
    for (const { id } of page) letters.push(await outcomeOf(id, act));
    const last = page.at(-1);
    const left = last ? await deadLetters.count({ ...open, beyond: last.id }) : 0;
    return { letters, next: last && left > 0 ? { letter: last.id, end } : null, left };
  }

  private async prepare(tx: StoreTransaction, letter: LetterInHand, fix: LetterFix): Promise<Prepared> {
    const message = redriveMessage(letter, fix, this.codec.topics);
    const reading = this.check.read(letter, message);
    const claims = { messageIds: this.check.releasable(letter), givenUpAt: letter.givenUpAt };
    const handled = await tx.handled(reading.claims, claims);
    const { items } = reading;
    if (items.length > 0 && items.every((item) => 'claim' in item && handled.has(item.claim)))
      throw new LetterRefusal(
        'already-handled',
        'a message with its ce_source and ce_id was handled since, so that this one would be passed over',
        'ce_id',
        'discard the letter; or, if it is another message, give it a ce_id of its own by a fix',
      );
    return { message, claims, reading, handled };
  }
}

async function found(tx: StoreTransaction, id: string, how: { lock: boolean }): Promise<LetterInHand> {
  const letter = await tx.letter(id, how);
  if (!letter) throw unknownLetter(id);
  return letter;
}

/** A request that comes again is answered like the first one; another decision about a closed letter is refused. */
function repeated(letter: LetterInHand, state: LetterState, fix: JsonObject | null): void {
  if (letter.state !== state || !isDeepStrictEqual(letter.fix, fix)) throw closed(letter);
}

async function outcomeOf(id: string, act: (id: string) => Promise<Trial | void>): Promise<SweptLetter> {
  try {
    return { id, trial: (await act(id)) ?? null, refusal: null };
  } catch (error) {
    if (error instanceof LetterRefusal) return { id, trial: null, refusal: error.toCause() };
    throw error;
  }
}

function closed({ id, state, closedBy, closedAt, fix }: LetterInHand): LetterRefusal {
  const how = fix && Object.keys(fix).length > 0 ? `${state} with a fix` : state;
  return new LetterRefusal(
    'dead-letter-closed',
    `dead letter ${id} was ${how} by ${closedBy} at ${closedAt!.toISOString()}`,
  );
}
