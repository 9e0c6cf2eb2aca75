import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { compile, type JsonObject } from '@saga/definition';
import { evolve, isFinished, type SagaEvent, type SagaInput, type SagaState } from '@saga/engine';
import fc from 'fast-check';
import type { SagaRecord } from './saga-record.js';
import type { Store } from './store.js';
import { changeBy, plain, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

const ORDER_IN_ONE = { name: 'one', steps: [{ name: 'only', command: 'any.only', compensate: 'none' }] };

const DEEP = compile(
  {
    name: 'deep',
    steps: [
      {
        name: 'all',
        each: {
          in: 'input.items',
          concurrency: 2,
          steps: [
            {
              name: 'ways',
              try: [
                {
                  steps: [
                    {
                      name: 'side',
                      parallel: {
                        branches: {
                          a: [{ name: 'book', command: 'any.book', compensate: 'any.cancel' }],
                          b: [{ name: 'ship', command: 'any.ship', compensate: 'any.recall' }],
                        },
                      },
                    },
                  ],
                },
                { steps: [] },
              ],
            },
          ],
        },
      },
      { name: 'go', signal: 'go' },
    ],
  },
  1,
);

const load = async (id: string) => (await store.queries.find(id))!;

async function foldedHistory(id: string): Promise<SagaState | null> {
  const history = await store.queries.history(id);
  const events = history.map(({ at, type, body }) => ({ at: at.getTime(), type, ...body }) as SagaEvent);
  return events.reduce<SagaState | null>(evolve, null);
}

describe('a saga that is saved', () => {
  it('comes back with every column as it was', async () => {
    const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'vendor=1' };
    const change = changeBy(
      [start('whole', { at: 1_764_000_000_123, input: { sku: 'köln', lines: [1, null] } })],
      {
        trace,
      },
    );
    await save(store, change);
    expect(plain(await load('whole'))).toEqual(plain(change.after));
  });

  it('comes back in the middle of loops, waits and other ways, with its parent and its signals', async () => {
    const parent = { sagaId: 'above', step: 'part', attempt: 1 };
    const input = { items: [1, 2, 3] };
    let record = changeBy(
      [
        { type: 'start', sagaId: 'deep', definition: 'deep', input, parent, at: 1 },
        { type: 'signal', name: 'go', data: { by: 'ann' }, at: 2 },
      ],
      { plan: DEEP },
    );
    await save(store, record);
    const refused = { result: 'business' as const, failure: { code: 'no', message: 'no' } };
    const moves: SagaInput[] = [
      success('all[0].book', { at: 3 }),
      success('all[0].ship', { at: 4 }),
      { type: 'reply', step: 'all[1].ship', direction: 'do', attempt: 1, outcome: refused, at: 5 },
      success('all[1].book', { at: 6 }),
      { type: 'undo', attempt: 2, start: { sagaId: 'deep', definition: 'deep', input, parent }, at: 7 },
    ];
    for (const move of moves) {
      const before = await load('deep');
      expect(plain(before)).toEqual(plain(record.after));
      record = changeBy([move], { before, plan: DEEP });
      await save(store, record);
    }
    expect(plain(await load('deep'))).toEqual(plain(record.after));
    expect(record.after.state).toMatchObject({ parent, undoAttempt: 2, signals: { go: [{ by: 'ann' }] } });
    expect((await foldedHistory('deep'))?.steps.size).toBe(record.after.state.steps.size);
  });

  it('comes back with its output when it is completed', async () => {
    const plan = compile({ ...ORDER_IN_ONE, output: { total: '${ input.cents * 2 }' } }, 1);
    const begun = changeBy([start('output', { input: { cents: 5 } })], { plan });
    await save(store, begun);
    await save(store, changeBy([success('only')], { before: begun.after, plan }));
    expect((await load('output')).state).toMatchObject({ status: 'completed', output: { total: 10 } });
  });

  const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((each) => !each.includes('\0'));
  const json = fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      fc.constant(null),
    ),
    { noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;
  const failure = fc.record({ code: fc.constantFrom('refused', 'broken'), message: text, details: json });
  const outcome = fc.oneof(
    json.map((output) => ({ result: 'success' as const, output })),
    fc.record({ result: fc.constantFrom('business' as const, 'technical' as const), failure }),
  );
  /** Answers whatever command is out, lets time pass, or lets an operator act. */
  const move = fc.oneof(
    { weight: 5, arbitrary: outcome.map((answer) => ({ kind: 'answer' as const, answer })) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(500, 40_000, 3_600_000).map((ms) => ({ kind: 'wait' as const, ms })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('retry', 'skip', 'cancel').map((act) => ({ kind: 'act' as const, act })),
    },
  );
  type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

  function inputOf(next: Move, { steps }: SagaState, clock: { now: number }): SagaInput {
    if (next.kind === 'act')
      return { type: 'operator', act: next.act, by: 'ann', reason: 'to see', at: clock.now };
    if (next.kind === 'wait') return { type: 'tick', at: (clock.now += next.ms) };
    const waiting = [...steps].flatMap(({ path, action, compensation }) => [
      ...(action.status === 'waiting' ? [{ path, direction: 'do' as const, attempt: action.attempt }] : []),
      ...(compensation?.status === 'waiting'
        ? [{ path, direction: 'undo' as const, attempt: compensation.attempt }]
        : []),
    ]);
    const [target = { path: 'reserve', direction: 'do' as const, attempt: 1 }] = waiting;
    const { path: step, direction, attempt } = target;
    return { type: 'reply', step, direction, attempt, outcome: next.answer, at: ++clock.now };
  }

  it('comes back the same, and its history folds to it, whatever has happened', async () => {
    let runs = 0;
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(move, { minLength: 1, maxLength: 3 }), { maxLength: 10 }),
        json,
        async (saves, input) => {
          const id = `random-${++runs}`;
          const clock = { now: 1_764_000_000_000 };
          let change = changeBy([start(id, { at: clock.now, input })]);
          await save(store, change);
          for (const moves of saves) {
            let record: SagaRecord = await load(id);
            expect(plain(record)).toEqual(plain(change.after));
            const before = record;
            const inputs: SagaInput[] = [];
            for (const next of moves) {
              inputs.push(inputOf(next, record.state, clock));
              record = changeBy(inputs, { before }).after;
            }
            change = changeBy(inputs, { before });
            await save(store, change);
          }
          expect(plain(await load(id))).toEqual(plain(change.after));
          const folded = (await foldedHistory(id))!;
          expect(plain({ ...change.after, state: folded })).toEqual(plain(change.after));
          ends.add(change.after.state.status);
        },
      ),
      { numRuns: 60 },
    );
    expect([...ends].some((status) => isFinished(status as SagaState['status']))).toBe(true);
  }, 60_000);
});

describe('a compensation', () => {
  const registered = async (saga: string) =>
    (
      await database.pool.query(
        'SELECT path, command, status, input FROM saga.compensations WHERE saga_id = $1',
        [saga],
      )
    ).rows;

  it('is there in the transaction that writes the command of its step', async () => {
    await store.transaction(async (tx) => {
      await tx.save([changeBy([start('undoable', { input: { sku: 'tea' } })])]);
      await tx.addToOutbox([{ topic: 'saga.command.stock', key: 'undoable', headers: {}, value: '{}' }]);
      expect(await registered('undoable')).toEqual([]);
    });
    expect(await registered('undoable')).toEqual([
      { path: 'reserve', command: 'stock.release', status: 'registered', input: { order: { sku: 'tea' } } },
    ]);
  });

  it('is not there when that transaction fails', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.save([changeBy([start('failing')])]);
      throw new Error('the outbox is full');
    });
    await expect(failing).rejects.toThrow('the outbox is full');
    expect(await registered('failing')).toEqual([]);
    expect(await store.queries.find('failing')).toBeNull();
  });

  it('keeps its own command and input when it is sent', async () => {
    await save(store, changeBy([start('refund'), success('reserve', { output: { shelf: 7 } })]));
    const refused = { result: 'business' as const, failure: { code: 'card-declined', message: 'no' } };
    const before = await load('refund');
    const cancelled = changeBy(
      [
        success('charge', { output: {} }),
        { type: 'reply', step: 'ship', direction: 'do', attempt: 1, outcome: refused, at: Date.now() },
      ],
      { before },
    );
    await save(store, cancelled);
    expect(await registered('refund')).toEqual(
      expect.arrayContaining([
        { path: 'charge', command: 'payments.refund', status: 'waiting', input: { reserved: { shelf: 7 } } },
        expect.objectContaining({ path: 'reserve', status: 'registered' }),
      ]),
    );
  });
});

describe('the history', () => {
  it('counts its lines without a gap up to the revision of the saga', async () => {
    await save(store, changeBy([start('counted')]));
    for (const step of ['reserve', 'charge', 'ship', 'confirm'])
      await save(store, changeBy([success(step)], { before: await load('counted') }));
    const { state } = await load('counted');
    const numbers = (await store.queries.history('counted')).map(({ seq }) => seq);
    expect(state.status).toBe('completed');
    expect(numbers).toEqual(Array.from({ length: state.revision }, (_, i) => i + 1));
  });

  it('can not be changed', async () => {
    await save(store, changeBy([start('fixed')]));
    await expect(
      database.pool.query(`UPDATE saga.history SET type = 'saga-completed' WHERE saga_id = 'fixed'`),
    ).rejects.toThrow('saga.history is append only');
  });
});
