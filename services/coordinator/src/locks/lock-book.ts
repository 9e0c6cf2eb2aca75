import type { Outcome, Reply, TraceContext } from '@saga/contracts';
import type { Lock, LockRequest, LocksInHand, StoredTrace } from '@saga/store';
import type { Conflict, LockCommand } from './lock-command.js';

/** What a step is told, by the address of its command. */
export interface Answer extends Pick<Reply, 'sagaId' | 'step' | 'direction' | 'attempt' | 'outcome'> {
  /** The trace in which it goes on. */
  trace: TraceContext | null;
}

const GIVEN_UP: Outcome = {
  result: 'success',
  output: {},
};

const TOO_LATE: Outcome = {
  result: 'technical',
  failure: {
    code: 'step-already-compensated',
    message: 'the lock of this step was given up already, so it must not be taken any more',
  },
};

/**
 * The rules of locking, for keys that nobody else can change meanwhile: a key is held by one saga at a time, for as
 * many of its steps as ask; all others stand in one line. A key that is free has no line.
 */
export class LockBook {
  /** What is to be said, in the order in which it came about: to those who asked, and to those in line. */
  readonly answers: Answer[] = [];
  private readonly locks: Map<string, Lock>;
  private readonly changed = new Set<LockRequest>();

  constructor(
    private readonly hand: LocksInHand,
    private readonly now: Date,
  ) {
    this.locks = new Map(hand.locks.map((lock) => [lock.key, lock]));
  }

  /** The locks, and those requests that are not as they were. */
  changes(): LocksInHand {
    return { locks: this.hand.locks, requests: [...this.changed] };
  }

  /** Grants the key or refuses it, or lets the step stand in line, to be answered when its turn has come. */
  acquire({ command, key, conflict }: LockCommand, trace: StoredTrace | null): void {
    const { attempt } = command;
    const lock = this.locks.get(key)!;
    const request = this.requestOf(command, key);
    const answer = (outcome: Outcome) => this.answer(request, 'do', attempt, outcome, trace);
    if (request.status === 'released') return answer(TOO_LATE);
    if (request.status === 'granted') return answer(granted(request));
    // An attempt has one answer: a success that followed a refusal would be one that nobody knows of.
    if (request.status === 'refused' && attempt <= request.attempt) return answer(refused(request, conflict));

    this.changed.add(request);
    request.attempt = Math.max(request.attempt, attempt);
    request.trace = trace;
    if (request.status === 'waiting') return;
    if (lock.sagaId === null || lock.sagaId === command.sagaId) return this.grant(request, lock);
    if (conflict === 'queue') {
      request.status = 'waiting';
      request.place = lock.places += 1;
      return;
    }
    request.holder = lock.sagaId;
    answer(refused(request, conflict));
  }

  /** Gives up for good what the step holds, or its place in line. The first in line has its turn then. */
  release({ command, key }: LockCommand, trace: StoredTrace | null): void {
    const lock = this.locks.get(key)!;
    const request = this.requestOf(command, key);
    request.status = 'released';
    request.place = null;
    this.changed.add(request);
    this.answer(request, 'undo', command.attempt, GIVEN_UP, trace);
    if (lock.sagaId === command.sagaId && this.requestsOf(lock.sagaId, key, 'granted').length === 0)
      this.passOn(lock);
  }

  private passOn(lock: Lock): void {
    lock.sagaId = null;
    lock.since = null;
    const line = this.hand.requests.filter(({ key, status }) => key === lock.key && status === 'waiting');
    if (line.length === 0) return;
    const first = line.reduce((a, b) => (a.place! < b.place! ? a : b));
    // The other steps of its saga that stand in line wait for nobody else.
    for (const each of this.requestsOf(first.sagaId, lock.key, 'waiting')) this.grant(each, lock);
  }

  private grant(request: LockRequest, lock: Lock): void {
    lock.sagaId = request.sagaId;
    lock.since ??= this.now;
    Object.assign(request, { status: 'granted', grantedAt: this.now, place: null, holder: null });
    this.changed.add(request);
    this.answer(request, 'do', request.attempt, granted(request), request.trace);
  }

  private requestsOf(sagaId: string, key: string, status: LockRequest['status']): LockRequest[] {
    return this.hand.requests.filter(
      (each) => each.key === key && each.sagaId === sagaId && each.status === status,
    );
  }

  /** One that is new has no attempt yet, and has been granted nothing. */
  private requestOf({ sagaId, step }: { sagaId: string; step: string }, key: string): LockRequest {
    const known = this.hand.requests.find(
      (each) => each.step === step && each.sagaId === sagaId && each.key === key,
    );
    if (known) return known;
    const request: LockRequest = {
      ...{ key, sagaId, step, attempt: 0, status: 'refused' },
      ...{ place: null, holder: null, askedAt: this.now, grantedAt: null, trace: null },
    };
    this.hand.requests.push(request);
    return request;
  }

  private answer(
    { sagaId, step }: LockRequest,
    direction: Answer['direction'],
    attempt: number,
    outcome: Outcome,
    trace: TraceContext | null,
  ): void {
    this.answers.push({ sagaId, step, direction, attempt, outcome, trace });
  }
}

function granted({ key, askedAt, grantedAt }: LockRequest): Outcome {
  // The clocks of two coordinators may differ.
  const waitedMs = Math.max(0, grantedAt!.getTime() - askedAt.getTime());
  return { result: 'success', output: { key, waitedMs } };
}

/** Who asks to `wait` is told to come again; who asks to `fail` has failed. */
function refused({ key, holder }: LockRequest, conflict: Conflict): Outcome {
  const message = `"${key}" is locked by the saga ${holder}`;
  return {
    result: conflict === 'fail' ? 'business' : 'technical',
    failure: { code: 'locked', message, details: { key, holder } },
  };
}
