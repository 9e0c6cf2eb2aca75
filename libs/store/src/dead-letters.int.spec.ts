import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { LetterFilter, LetterOrder } from './dead-letter-queries.js';
import type { LetterClosing, LetterInHand } from './dead-letters.js';
import type { Store } from './store.js';
import { letterOf } from './testing/letter-fixture.js';
import { untilWaiting, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));
beforeEach(() => database.pool.query('TRUNCATE saga.dead_letters, saga.inbox'));

const listed = (filter: LetterFilter = {}, order: LetterOrder = 'youngest-first', limit = 100) =>
  store.deadLetters.list(filter, limit, order);
/** The letters by the `ce_id` of their messages. */
const idsBy = async () => {
  const all = await Promise.all(
    (await listed({}, 'oldest-first')).map(({ id }) => store.deadLetters.find(id)),
  );
  return Object.fromEntries(all.map((letter) => [letter!.original.headers['ce_id']!, letter!.id]));
};
const close = (id: string, state: LetterClosing['state'], by = 'ann', fix?: LetterClosing['fix']) =>
  store.transaction((tx) => tx.closeLetter(id, { state, by, reason: 'it is mended', fix }));

describe('keeping dead letters', () => {
  it('keeps a message whole, byte by byte, with whatever is in its texts', async () => {
    const value = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const headers = { ce_id: 'a\0b', 'x-name': 'tür', empty: '' };
    const original = {
      topic: 'shop.orders',
      partition: 3,
      offset: '9007199254740993',
      key: 'k\0',
      headers,
      value,
    };
    const cause = { code: 'invalid-header', message: 'it has \0', field: 'ce_id', fix: 'leave \0 out' };
    await store.keepLetters([letterOf('l', 0, { cause, original, tenant: 'north', sagaId: 'order-1' })]);
    const [{ id } = { id: '' }] = await listed();
    const letter = await store.deadLetters.find(id);
    expect(letter).toMatchObject({
      state: 'open',
      tenant: 'north',
      sagaId: 'order-1',
      cause,
      bytes: 256,
      closed: null,
    });
    expect(letter!.original).toEqual({ ...original, timestamp: Date.parse('2026-01-31T12:00:00Z') });
  });

  it('keeps a message without a key or a value', async () => {
    await store.keepLetters([letterOf('l', 0, { original: { key: null, value: null } })]);
    const [summary] = await listed();
    expect(await store.deadLetters.find(summary!.id)).toMatchObject({
      bytes: 0,
      original: { key: null, value: null },
    });
  });

  it('keeps a letter once, however often it comes, in the order of coming', async () => {
    await store.keepLetters([letterOf('1', 0)]);
    await store.keepLetters(['2', '1', '3', '2'].map((id, minute) => letterOf(id, minute)));
    expect((await listed({}, 'oldest-first')).map(({ fingerprint }) => fingerprint)).toEqual(['1', '2', '3']);
  });

  it('keeps a letter whose texts are longer than an index takes, and finds it by them', async () => {
    const long = Array.from({ length: 3_000 }, (_, i) => String.fromCodePoint(0x1f300 + (i % 700))).join('');
    const original = { topic: long, headers: {} };
    const texts = { letterId: long, consumerGroup: long, sagaId: long, tenant: long, fingerprint: 'f' };
    await store.keepLetters([letterOf('l', 0, { ...texts, cause: { code: long, message: long }, original })]);
    const [letter] = await listed({ code: long, topic: long, group: long, saga: long, tenant: long });
    expect(await store.deadLetters.find(letter!.id)).toMatchObject({
      cause: { code: long },
      original: { topic: long },
    });
  });

  it('keeps letters apart that have one id by mistake', async () => {
    await store.keepLetters(['1', '2'].map((offset) => letterOf('same', 0, { original: { offset } })));
    expect(await listed()).toHaveLength(2);
  });
});

describe('finding dead letters', () => {
  const causeOf = (code: string) => ({ code, message: '' });

  beforeEach(() =>
    store.keepLetters([
      letterOf('a', 0, { cause: causeOf('x'), sagaId: 's1', tenant: 'north' }),
      letterOf('b', 10, { cause: causeOf('y'), original: { topic: 'shop' } }),
      letterOf('c', 20, { cause: causeOf('x'), consumerGroup: 'payments' }),
      letterOf('d', 30, { cause: causeOf('x') }),
    ]),
  );

  it('gives each once in pages, from either end', async () => {
    const seen = async (order: LetterOrder) => {
      const found: string[] = [];
      for (let filter: LetterFilter = {}; ;) {
        const page = await listed(filter, order, 3);
        found.push(...page.map(({ fingerprint }) => fingerprint));
        if (page.length < 3) return found;
        const { id } = page.at(-1)!;
        filter = order === 'oldest-first' ? { beyond: id } : { before: id };
      }
    };
    expect(await seen('youngest-first')).toEqual(['d', 'c', 'b', 'a']);
    expect(await seen('oldest-first')).toEqual(['a', 'b', 'c', 'd']);
  });

  const at = (minute: number) => new Date(Date.parse('2026-01-31T12:00:00Z') + minute * 60_000);

  it.each<[LetterFilter, string[]]>([
    [{ code: 'x' }, ['a', 'c', 'd']],
    [{ topic: 'shop' }, ['b']],
    [{ group: 'payments' }, ['c']],
    [{ saga: 's1' }, ['a']],
    [{ tenant: 'north' }, ['a']],
    [{ fingerprint: 'd' }, ['d']],
    [{ from: at(10), until: at(30) }, ['b', 'c']],
    [{ state: 'discarded' }, []],
    [{ code: 'x', group: 'coordinator' }, ['a', 'd']],
    [{ cameBack: true }, []],
    [{ code: 'a\0' }, []],
  ])('filters by %j', async (filter, expected) => {
    const found = await listed(filter, 'oldest-first');
    expect(found.map(({ fingerprint }) => fingerprint)).toEqual(expected);
    expect(await store.deadLetters.count(filter)).toBe(expected.length);
  });

  it('groups them by who gave up what why, those with the most open ones first', async () => {
    const [{ id } = { id: '' }] = await listed({ fingerprint: 'b' });
    await close(id, 'discarded');
    const groups = await store.deadLetters.groups({}, 10);
    const times = { firstAt: at(0), lastAt: at(30) };
    expect(groups[0]).toEqual({
      ...{ consumerGroup: 'coordinator', topic: 'saga.reply', code: 'x', open: 2, redriven: 0, discarded: 0 },
      ...{ messages: 2, cameBack: 0, ...times, latest: expect.any(String) },
    });
    expect(groups.map(({ code, open, discarded }) => [code, open, discarded])).toEqual([
      ['x', 2, 0],
      ['x', 1, 0],
      ['y', 0, 1],
    ]);
    expect(await store.deadLetters.groups({ topic: 'shop' }, 10)).toHaveLength(1);
    expect(await store.deadLetters.groups({}, 1)).toHaveLength(1);
  });
});

describe('a message that becomes a dead letter again', () => {
  it('is known by its redrive, whatever its cause is now, but only for the group that gave it up', async () => {
    await store.keepLetters([letterOf('first', 0)]);
    const { 1: first } = await idsBy();
    await close(first!, 'redriven', 'bob');
    const came = { redriveOf: first!, original: { headers: { ce_id: 'again' } } };
    await store.keepLetters([
      letterOf('second', 60, came),
      letterOf('third', 90, { ...came, consumerGroup: 'other' }),
    ]);
    const [third, second] = await listed();
    expect(second!.recurrence).toEqual({
      ...{ seen: 2, cameBack: 1, firstAt: new Date('2026-01-31T12:00:00Z') },
      lastRedrive: { letter: first, by: 'bob', at: expect.any(Date) },
    });
    expect(third!.recurrence).toMatchObject({ seen: 1, cameBack: 0, lastRedrive: null });
    expect((await listed({ cameBack: true })).map(({ id }) => id)).toEqual([second!.id]);
  });

  it('is known by its fingerprint when it is sent anew, also within one batch', async () => {
    const fingerprint = 'same';
    await store.keepLetters(['1', '2', '3'].map((id) => letterOf(id, 0, { fingerprint })));
    expect((await listed()).map(({ recurrence }) => recurrence.seen)).toEqual([3, 3, 3]);
    expect(await store.deadLetters.groups({}, 10)).toMatchObject([{ open: 3, messages: 1 }]);
  });
});

describe('closing a letter', () => {
  let id: string;
  beforeEach(async () => {
    await store.keepLetters([letterOf('l', 0)]);
    id = (await listed())[0]!.id;
  });

  it('says who did what and why, once and for all', async () => {
    await close(id, 'redriven', 'ann', { headers: { ce_id: '2' } });
    await close(id, 'discarded', 'bob');
    expect((await store.deadLetters.find(id))!).toMatchObject({
      state: 'redriven',
      closed: { by: 'ann', reason: 'it is mended', fix: { headers: { ce_id: '2' } }, at: expect.any(Date) },
    });
  });

  it('waits for whoever has it in hand', async () => {
    const seen: (LetterInHand | null)[] = [];
    const take = async () => {
      await store.transaction(async (tx) => {
        seen.push(await tx.letter(id, { lock: true }));
        if (seen.length === 1) await untilWaiting(database.pool, 1);
        await tx.closeLetter(id, { state: 'discarded', by: 'ann', reason: 'it is old' });
      });
    };
    await Promise.all([take(), take()]);
    expect(seen.map((letter) => letter!.state)).toEqual(['open', 'discarded']);
  });

  it('lets it be forgotten after a while, which open ones never are', async () => {
    await store.keepLetters([letterOf('open', 0), letterOf('young', 0)]);
    const [young] = await listed({ fingerprint: 'young' });
    await Promise.all([close(id, 'discarded'), close(young!.id, 'redriven')]);
    await database.pool.query(
      `UPDATE saga.dead_letters SET closed_at = now() - interval '2 hours' WHERE id = $1`,
      [id],
    );
    expect(await store.forgetLetters(3_600, 10)).toBe(1);
    expect((await listed()).map(({ fingerprint }) => fingerprint).sort()).toEqual(['open', 'young']);
  });
});

describe('the mark of a message in the inbox', () => {
  const ID = 'payments/1';
  const AN_HOUR = 3_600_000;
  const claim = () => store.transaction((tx) => tx.claim([ID]));
  const ofLetter = (givenUpAt: number) => ({ messageIds: [ID], givenUpAt: new Date(givenUpAt) });
  const release = (givenUpAt: number) => store.transaction((tx) => tx.releaseClaims(ofLetter(givenUpAt)));
  const handled = (claims = { messageIds: [] as string[], givenUpAt: new Date() }) =>
    store.transaction((tx) => tx.handled([ID, 'other'], claims));

  it('is taken away so that the message can be handled again', async () => {
    await claim();
    expect(await handled()).toEqual(new Set([ID]));
    expect(await handled(ofLetter(Date.now()))).toEqual(new Set());
    await release(Date.now());
    expect(await claim()).toEqual(new Set([ID]));
  });

  it('stays when it was set long after the message was given up: it is of another one', async () => {
    await claim();
    expect(await handled(ofLetter(Date.now() - AN_HOUR))).toEqual(new Set([ID]));
    await release(Date.now() - AN_HOUR);
    expect(await claim()).toEqual(new Set());
  });
});
