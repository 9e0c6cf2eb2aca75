import type { EntityManager } from 'typeorm';
import {
  type AwaitedEvent,
  type EventKey,
  lockEvents,
  saveAwaited,
  stepsAwaiting,
  type WaitingPage,
} from './awaited-events.js';
import {
  closeLetter,
  handledMessages,
  type LetterClaims,
  type LetterClosing,
  letterInHand,
  type LetterInHand,
  releaseClaims,
} from './dead-letters.js';
import type { DefinitionRepository } from './definition-repository.js';
import { keepEvents, type KeptEvent, keptEvents, noteTaken } from './early-events.js';
import { claimMessages } from './inbox.js';
import type { KnownSagas } from './known-sagas.js';
import { loadSagas } from './load-sagas.js';
import { claimLocks, type LockParty, type LocksInHand, saveLocks } from './locks.js';
import { lockSagas } from './migrating-sagas.js';
import {
  addToOutbox,
  leftInOutbox,
  type OutboxEntry,
  type OutboxMessage,
  removeFromOutbox,
} from './outbox.js';
import { type ApprovalChange, saveApprovals } from './open-approvals.js';
import { RolloutRepository } from './rollout-repository.js';
import { saveSagas } from './save-sagas.js';
import type { SagaChange, SagaRecord } from './saga-record.js';
import { postpone, takeDueSagas } from './wake.js';

/** Everything that a coordinator does in one Postgres transaction. All of it happens, or none. */
export class StoreTransaction {
  /** The sagas as they are once this transaction has committed. */
  readonly saved: SagaRecord[] = [];
  readonly rollouts: RolloutRepository;

  constructor(
    private readonly manager: EntityManager,
    readonly definitions: DefinitionRepository,
    private readonly known: KnownSagas,
  ) {
    this.rollouts = new RolloutRepository(manager);
  }

  /** Marks messages as handled; gives those that nobody has handled before. */
  claim(messageIds: string[]): Promise<Set<string>> {
    return claimMessages(this.manager, messageIds);
  }

  load(sagaIds: string[]): Promise<Map<string, SagaRecord>> {
    return loadSagas(this.manager, sagaIds, this.known);
  }

  /** Keeps others from moving these sagas until this transaction is over. */
  lock(sagaIds: string[]): Promise<void> {
    return lockSagas(this.manager, sagaIds);
  }

  /** Throws FenceConflict when another coordinator moved one of the sagas since it was loaded. */
  async save(changes: SagaChange[]): Promise<void> {
    await saveSagas(this.manager, changes);
    for (const { after } of changes) this.saved.push(after);
  }

  /** Whoever comes and whoever waits: the second of them finds the first. */
  lockEvents(keys: { came: EventKey[]; awaited: EventKey[] }): Promise<void> {
    return lockEvents(this.manager, keys);
  }

  stepsAwaiting(keys: EventKey[], page: WaitingPage): Promise<AwaitedEvent[]> {
    return stepsAwaiting(this.manager, keys, page);
  }

  saveAwaited(changes: AwaitedEvent[]): Promise<void> {
    return saveAwaited(this.manager, changes);
  }

  keepEvents(events: (KeptEvent & { expiresAt: number; isTaken?: boolean })[]): Promise<void> {
    return keepEvents(this.manager, events);
  }

  noteTaken(events: KeptEvent[]): Promise<void> {
    return noteTaken(this.manager, events);
  }

  keptEvents(keys: EventKey[], at: number): Promise<KeptEvent[]> {
    return keptEvents(this.manager, keys, at);
  }

  saveApprovals(changes: ApprovalChange[]): Promise<void> {
    return saveApprovals(this.manager, changes);
  }

  /** Takes the keys of these parties into the hand of this transaction alone; another one waits for its end. */
  claimLocks(parties: LockParty[]): Promise<LocksInHand> {
    return claimLocks(this.manager, parties);
  }

  /** Writes the claimed locks as they are now, and the requests that have changed. */
  saveLocks(locks: LocksInHand): Promise<void> {
    return saveLocks(this.manager, locks);
  }

  takeDue(at: number, limit: number): Promise<string[]> {
    return takeDueSagas(this.manager, at, limit);
  }

  postpone(alarms: { id: string; wakeAt: number | null }[]): Promise<void> {
    return postpone(this.manager, alarms);
  }

  /** A dead letter; with `lock`, nobody else changes it until this transaction is over. Null when there is none. */
  letter(id: string, { lock }: { lock: boolean }): Promise<LetterInHand | null> {
    return letterInHand(this.manager, id, lock);
  }

  /** Closes a dead letter that is open. */
  closeLetter(id: string, closing: LetterClosing): Promise<void> {
    return closeLetter(this.manager, id, closing);
  }

  /** Lets the message of a dead letter be handled that was marked as handled when it became one. */
  releaseClaims(claims: LetterClaims): Promise<void> {
    return releaseClaims(this.manager, claims);
  }

  /** Which of these messages are marked as handled, the marks of a dead letter not counted. */
  handled(messageIds: string[], ofLetter: LetterClaims): Promise<Set<string>> {
    return handledMessages(this.manager, messageIds, ofLetter);
  }

  addToOutbox(messages: OutboxMessage[]): Promise<string | null> {
    return addToOutbox(this.manager, messages);
  }

  removeFromOutbox(ids: string[]): Promise<void> {
    return removeFromOutbox(this.manager, ids);
  }

  leftInOutbox(olderThanSeconds: number, limit: number): Promise<OutboxEntry[]> {
    return leftInOutbox(this.manager, olderThanSeconds, limit);
  }
}
