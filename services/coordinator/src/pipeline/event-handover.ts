import { acrossRounds, type SagaEffect } from '@saga/engine';
import type { AwaitedEvent, EventKey, KeptEvent, StepOfSaga, StoreTransaction } from '@saga/store';
import type { SagasInHand } from './sagas-in-hand.js';

/** An event that has come, under one of its keys, and how long it is kept for sagas that don't wait yet. */
export interface ComingEvent extends KeptEvent {
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** An event for a step that waits for it. */
export interface Handed extends StepOfSaga {
  event: KeptEvent;
}

/** How many of the steps that wait for what comes one transaction looks at. */
const PAGE = 500;

interface Wait extends StepOfSaga {
  awaited: EventKey;
  /** How old an event may be that came before, in milliseconds. */
  keep: number;
  /** What may be handed in, in the order of coming. */
  candidates: KeptEvent[];
}

/**
 * Brings the events that come and the steps that wait for them together, within one transaction. An event is handed
 * in once to each step that waits for it, whichever of them is first, and however often it comes.
 */
export class EventHandover {
  private readonly coming: ComingEvent[] = [];
  private readonly waits = new Map<string, Wait>();
  private readonly changes = new Map<string, AwaitedEvent>();
  /** Those that have begun in this transaction, and for which nobody has looked yet what came before. */
  private begun: Wait[] = [];
  private readonly taken: KeptEvent[] = [];
  private hasLooked = false;
  private isLocked = false;
  private last: StepOfSaga | null = null;

  /** @param after the last step that the transaction before has looked at for the same events, if there was one */
  constructor(
    private readonly tx: StoreTransaction,
    private readonly sagas: SagasInHand,
    private readonly after: StepOfSaga | null,
  ) {}

  /** The last step that was looked at, if the next transaction is to go on after it with the same events. */
  get lookedUpTo(): StepOfSaga | null {
    return this.last;
  }

  /** An event has come. */
  come(event: ComingEvent): void {
    this.coming.push(event);
  }

  /** A saga has moved: it waits for other events than before. */
  note(sagaId: string, effects: SagaEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'await-event') this.begin(sagaId, effect);
      else if (effect.type === 'stop-awaiting') this.end(sagaId, effect.step);
    }
  }

  /**
   * The events that are to be handed in now; none when all are. What this transaction has found without locks needs
   * none, as the fence tells whether it still holds; so the locks are taken once, for all that comes and all that is
   * awaited together, and nobody who holds some of them waits for others.
   */
  async hand(at: number): Promise<Handed[]> {
    if (!this.hasLooked) await this.lookWhoWaits();
    this.hasLooked = true;
    const found = await this.take();
    const isDone = (this.isLocked || this.coming.length === 0) && this.begun.length === 0;
    if (found.length > 0 || isDone) return found;
    await this.lockAndLook(at);
    return this.take();
  }

  /** Writes who waits now, keeps what has come, and notes what sagas have taken. */
  async save(at: number): Promise<void> {
    await this.tx.saveAwaited([...this.changes.values()]);
    const taken = new Map(this.taken.map((event) => [messageOf(event), event]));
    const kept = this.coming
      .filter(({ expiresAt }) => expiresAt > at)
      .map((event) => ({ ...event, isTaken: taken.has(messageOf(event)) }));
    for (const event of this.coming) taken.delete(messageOf(event));
    await this.tx.noteTaken([...taken.values()]);
    await this.tx.keepEvents(kept);
  }

  private begin(
    sagaId: string,
    { step, topic, event, match, key, keep }: Extract<SagaEffect, { type: 'await-event' }>,
  ) {
    const wait: Wait = {
      sagaId,
      step,
      awaited: { topic, event, key: matchedKey(match, key) },
      keep,
      candidates: [],
    };
    this.waits.set(idOf(wait), wait);
    this.changes.set(idOf(wait), wait);
    this.begun.push(wait);
  }

  private end(sagaId: string, step: string): void {
    const id = idOf({ sagaId, step });
    this.waits.delete(id);
    this.changes.set(id, { sagaId, step, awaited: null });
  }

  private async lockAndLook(at: number): Promise<void> {
    const begun = this.begun.filter((wait) => this.waits.get(idOf(wait)) === wait);
    this.begun = [];
    const came = this.isLocked ? [] : this.coming;
    await this.tx.lockEvents({ came, awaited: begun.map(({ awaited }) => awaited) });
    if (!this.isLocked) await this.lookWhoWaits();
    this.isLocked = true;
    const kept = await this.tx.keptEvents(distinct(begun.map(({ awaited }) => awaited)), at);
    for (const wait of begun) {
      const early = kept.filter(({ cameAt }) => cameAt + wait.keep > at);
      wait.candidates = [...early, ...this.coming].filter((event) => isFor(event, wait.awaited));
    }
  }

  private async lookWhoWaits(): Promise<void> {
    const page = { after: this.after, limit: PAGE };
    const found = await this.tx.stepsAwaiting(distinct(this.coming), page);
    this.last = found.length === PAGE ? found.at(-1)! : null;
    const waiting = found.filter((wait) => !this.changes.has(idOf(wait)) && !this.waits.has(idOf(wait)));
    await this.sagas.include(waiting.map(({ sagaId }) => sagaId));
    for (const { sagaId, step, awaited } of waiting) {
      const candidates = this.coming.filter((event) => isFor(event, awaited!));
      this.waits.set(idOf({ sagaId, step }), { sagaId, step, awaited: awaited!, keep: 0, candidates });
    }
  }

  /** The next event of each step that has not had it before. */
  private async take(): Promise<Handed[]> {
    for (;;) {
      const offers: (Handed & { claim: string })[] = [];
      for (const { sagaId, step, candidates } of this.waits.values()) {
        const event = candidates.shift();
        if (event) offers.push({ sagaId, step, event, claim: this.claimOf(sagaId, step, event) });
      }
      if (offers.length === 0) return [];
      const fresh = await this.tx.claim(offers.map(({ claim }) => claim));
      const taken = offers.filter(({ claim }) => fresh.has(claim));
      this.taken.push(...taken.map(({ event }) => event));
      for (const { sagaId, step } of taken) this.end(sagaId, step);
      if (taken.length > 0) return taken.sort((a, b) => a.event.cameAt - b.event.cameAt);
    }
  }

  private claimOf(sagaId: string, step: string, { body }: KeptEvent): string {
    const saga = this.sagas.get(sagaId)!;
    const name = acrossRounds(saga.plan, step, saga.addressOf(step));
    return `${body.source}/${body.id}#${sagaId}#${name}`;
  }
}

/** A key with what makes it of an event: what one definition takes for it, another may not. */
export function matchedKey(match: string, key: string): string {
  return `${match} = ${key}`;
}

function idOf({ sagaId, step }: StepOfSaga): string {
  return `${sagaId} ${step}`;
}

/** What identifies an event, under whichever of its keys. */
function messageOf({ topic, body }: KeptEvent): string {
  return JSON.stringify([topic, body.source, body.id]);
}

function isFor({ topic, event, key }: EventKey, awaited: EventKey): boolean {
  return topic === awaited.topic && event === awaited.event && key === awaited.key;
}

function distinct(keys: EventKey[]): EventKey[] {
  return [
    ...new Map(
      keys.map(({ topic, event, key }) => [JSON.stringify([topic, event, key]), { topic, event, key }]),
    ).values(),
  ];
}
