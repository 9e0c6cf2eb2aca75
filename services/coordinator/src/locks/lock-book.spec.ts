import type { Command, Direction } from '@saga/contracts';
import type { Lock, LockRequest } from '@saga/store';
import fc from 'fast-check';
import { type Answer, LockBook } from './lock-book.js';
import type { Conflict } from './lock-command.js';

const KEY = 'account-7';

/** The locks of one key, kept from batch to batch as the store does it. */
class Books {
  private lock: Lock = { key: KEY, sagaId: null, since: null, places: 0 };
  private requests: LockRequest[] = [];
  private now = Date.parse('2026-01-31T12:00:00Z');

  /** A step is written as `<saga>/<step>`; its step may be left out. */
  acquire(who: string, conflict: Conflict = 'queue', attempt = 1): string[] {
    return this.batch((book) => book.acquire(lockCommand('acquire', who, 'do', conflict, attempt), null));
  }

  release(who: string): string[] {
    return this.batch((book) => book.release(lockCommand('release', who, 'undo', 'queue', 1), null));
  }

  get holder(): string | null {
    return this.lock.sagaId;
  }

  statusOf(who: string): string | undefined {
    return this.requests.find(({ sagaId, step }) => `${sagaId}/${step}` === who)?.status;
  }

  get line(): string[] {
    const waiting = this.requests.filter(({ status }) => status === 'waiting');
    return waiting.sort((a, b) => a.place! - b.place!).map(({ sagaId, step }) => `${sagaId}/${step}`);
  }

  answers: Answer[] = [];

  /** Handles one batch a second later; gives what was answered. */
  private batch(handle: (book: LockBook) => void): string[] {
    this.now += 1_000;
    const hand = structuredClone({ locks: [this.lock], requests: this.requests });
    const book = new LockBook(hand, new Date(this.now));
    handle(book);
    const { locks, requests } = book.changes();
    const untouched = this.requests.filter((old) => !requests.some((each) => isSame(old, each)));
    [this.lock] = locks as [Lock];
    if (this.lock.sagaId === null) this.lock.places = 0;
    this.requests = [...untouched, ...requests];
    this.answers = book.answers;
    return book.answers.map(described);
  }
}

function isSame(a: LockRequest, b: LockRequest): boolean {
  return a.sagaId === b.sagaId && a.step === b.step;
}

function lockCommand(
  type: 'acquire' | 'release',
  who: string,
  direction: Direction,
  conflict: Conflict,
  attempt: number,
) {
  const [sagaId, step = 'charge'] = who.split('/');
  const command = { sagaId, step, direction, attempt } as Command;
  return { type, command, key: KEY, conflict };
}

function described({ sagaId, step, direction, attempt, outcome }: Answer): string {
  const what = outcome.result === 'success' ? 'done' : `${outcome.result} ${outcome.failure.code}`;
  return `${sagaId}/${step} ${direction} ${attempt}: ${what}`;
}

let books: Books;

beforeEach(() => (books = new Books()));

describe('a key that is free', () => {
  it('is granted at once', () => {
    expect(books.acquire('a')).toEqual(['a/charge do 1: done']);
    expect(books.answers[0]!.outcome).toEqual({ result: 'success', output: { key: KEY, waitedMs: 0 } });
    expect(books.holder).toBe('a');
  });

  it('is free again after its release', () => {
    books.acquire('a');
    expect(books.release('a')).toEqual(['a/charge undo 1: done']);
    expect(books.holder).toBeNull();
    expect(books.acquire('b', 'fail')).toEqual(['b/charge do 1: done']);
  });
});

describe('a key that the same saga holds', () => {
  it('is granted to its other steps, past the line, and free when all have given it up', () => {
    books.acquire('a/charge');
    books.acquire('b');
    expect(books.acquire('a/refill', 'fail')).toEqual(['a/refill do 1: done']);
    books.release('a/charge');
    expect(books.holder).toBe('a');
    expect(books.release('a/refill')).toEqual(['a/refill undo 1: done', 'b/charge do 1: done']);
  });
});

describe('a key that another saga holds', () => {
  beforeEach(() => books.acquire('a'));

  it('is refused to who fails on a conflict, naming the key and the holder', () => {
    expect(books.acquire('b', 'fail')).toEqual(['b/charge do 1: business locked']);
    expect(books.answers[0]!.outcome).toMatchObject({
      failure: { message: '"account-7" is locked by the saga a', details: { key: KEY, holder: 'a' } },
    });
  });

  it('is refused to who waits, and granted to a later attempt', () => {
    expect(books.acquire('b', 'wait')).toEqual(['b/charge do 1: technical locked']);
    expect(books.acquire('b', 'wait', 2)).toEqual(['b/charge do 2: technical locked']);
    books.release('a');
    expect(books.acquire('b', 'wait', 3)).toEqual(['b/charge do 3: done']);
    expect(books.answers[0]!.outcome).toMatchObject({ output: { waitedMs: 3_000 } });
  });

  it('lets those who queue stand in one line, answered when their turn has come', () => {
    for (const saga of ['b', 'c', 'd']) expect(books.acquire(saga)).toEqual([]);
    expect(books.release('a')).toEqual(['a/charge undo 1: done', 'b/charge do 1: done']);
    expect(books.answers[1]!.outcome).toMatchObject({ output: { waitedMs: 3_000 } });
    expect(books.acquire('e')).toEqual([]);
    expect(books.release('b')).toContain('c/charge do 1: done');
    expect(books.release('c')).toContain('d/charge do 1: done');
    expect(books.release('d')).toContain('e/charge do 1: done');
  });

  it('goes to all steps of the first saga in line that stand there', () => {
    books.acquire('b/charge');
    books.acquire('c');
    books.acquire('b/refill');
    expect(books.release('a')).toEqual([
      'a/charge undo 1: done',
      'b/charge do 1: done',
      'b/refill do 1: done',
    ]);
    expect(books.line).toEqual(['c/charge']);
  });

  it('passes over who has left the line', () => {
    books.acquire('b');
    books.acquire('c');
    expect(books.release('b')).toEqual(['b/charge undo 1: done']);
    expect(books.release('a')).toContain('c/charge do 1: done');
  });
});

describe('what comes again', () => {
  it('gets the same answer, and no second lock', () => {
    books.acquire('a');
    expect(books.acquire('a')).toEqual(['a/charge do 1: done']);
    expect(books.acquire('a', 'queue', 2)).toEqual(['a/charge do 2: done']);
    books.release('a');
    expect(books.holder).toBeNull();
  });

  it('keeps its place in line, and is answered once, as its latest attempt', () => {
    books.acquire('a');
    books.acquire('b');
    books.acquire('c');
    expect(books.acquire('b')).toEqual([]);
    expect(books.acquire('b', 'queue', 2)).toEqual([]);
    expect(books.acquire('b', 'queue', 1)).toEqual([]);
    expect(books.release('a')).toEqual(['a/charge undo 1: done', 'b/charge do 2: done']);
  });

  it.each(['fail', 'wait'] as const)('stays refused, though the key is free by now: %s', (conflict) => {
    books.acquire('a');
    const answer = books.acquire('b', conflict, 2);
    books.release('a');
    expect(books.acquire('b', conflict, 2)).toEqual(answer);
    expect(books.acquire('b', conflict, 1)).toHaveLength(1);
    expect(books.holder).toBeNull();
  });

  it('releases nothing that another holds since', () => {
    books.acquire('a');
    books.acquire('b');
    books.release('a');
    expect(books.release('a')).toEqual(['a/charge undo 1: done']);
    expect(books.holder).toBe('b');
  });
});

describe('a release', () => {
  it('that comes first blocks what it releases', () => {
    expect(books.release('a')).toEqual(['a/charge undo 1: done']);
    expect(books.acquire('a')).toEqual(['a/charge do 1: technical step-already-compensated']);
    expect(books.holder).toBeNull();
  });

  it('is for good, also of a lock that was held', () => {
    books.acquire('a');
    books.release('a');
    expect(books.acquire('a', 'queue', 2)).toEqual(['a/charge do 2: technical step-already-compensated']);
  });
});

it('lets one saga hold the key, and nobody wait for a free one, whatever comes in whichever order', () => {
  const who = fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'c/1', 'd/1');
  const move = fc.oneof(
    fc.record({ who, conflict: fc.constantFrom<Conflict>('queue', 'wait', 'fail'), attempt: fc.nat(3) }),
    fc.record({ who }),
  );
  const steps = ['a/1', 'a/2', 'b/1', 'b/2', 'c/1', 'd/1'];
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const all = new Books();
      for (const each of moves) {
        const before = all.line;
        if ('conflict' in each) all.acquire(each.who, each.conflict, each.attempt + 1);
        else all.release(each.who);
        const holders = steps.filter((step) => all.statusOf(step) === 'granted');
        expect(new Set(holders.map((step) => step[0] ?? null))).toEqual(
          new Set(all.holder === null ? [] : [all.holder]),
        );
        if (all.holder === null) expect(all.line).toEqual([]);
        // Nobody is overtaken: who stays in line stays in order.
        const stayed = before.filter((step) => all.line.includes(step));
        expect(all.line.slice(0, stayed.length)).toEqual(stayed);
      }
    }),
  );
});
