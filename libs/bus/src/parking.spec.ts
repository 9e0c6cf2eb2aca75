import fc from 'fast-check';
import { eventually } from './bus-contract.js';
import { silentLog } from './bus-log.js';
import type { Batch, IncomingMessage } from './bus.js';
import { createInMemoryBus } from './in-memory-bus.js';
import { InMemoryParkingLot } from './in-memory-parking.js';
import { isolating } from './isolating.js';
import { parkingSweeper } from './parking-sweeper.js';

const isTransient = (error: unknown) => (error as Error).message === 'database is away';

function incoming(offset: number, key: string | null): IncomingMessage {
  return { topic: 't', partition: 0, offset: String(offset), timestamp: 0, key, headers: {}, value: null };
}

function batchOf(messages: IncomingMessage[], isStale = () => false): Batch {
  return { topic: 't', partition: 0, messages, heartbeat: async () => undefined, isStale };
}

/** A handler that keeps what it handled, and fails as a whole when one of its messages is broken. */
function ledger() {
  const handled: IncomingMessage[] = [];
  const broken = new Set<string>();
  const handler = async (messages: IncomingMessage[]) => {
    const bad = messages.find(({ offset }) => broken.has(offset));
    if (bad) throw new Error(`${bad.offset} is broken`);
    handled.push(...messages);
  };
  return { handled, broken, handler, offsets: () => handled.map(({ offset }) => offset) };
}

function setUp() {
  const clock = { time: 0 };
  const books = ledger();
  const parking = new InMemoryParkingLot({ now: () => clock.time, backoff: () => 1_000 });
  const options = { parking, isTransient, log: silentLog };
  const onBatch = isolating(books.handler, options);
  const sweeper = parkingSweeper({ ...options, handler: books.handler, interval: 5 });
  return { ...books, clock, parking, options, onBatch, sweeper };
}

describe('isolating', () => {
  it('parks the failing key from its failing message on, and handles all others', async () => {
    const { onBatch, broken, offsets, parking } = setUp();
    broken.add('2');
    await onBatch(
      batchOf([incoming(0, 'a'), incoming(1, 'b'), incoming(2, 'a'), incoming(3, 'a'), incoming(4, 'c')]),
    );
    expect(offsets().sort()).toEqual(['0', '1', '4']);
    expect(parking.list()).toMatchObject([
      { id: 't/0/2', key: 'a', cause: '2 is broken', attempts: 0, parkedAt: '1970-01-01T00:00:00.000Z' },
      { id: 't/0/3', key: 'a', cause: '2 is broken' },
    ]);
  });

  it('parks later messages of a parked key behind the others', async () => {
    const { onBatch, broken, offsets, parking } = setUp();
    broken.add('0');
    await onBatch(batchOf([incoming(0, 'a')]));
    await onBatch(batchOf([incoming(1, 'a'), incoming(2, 'b')]));
    expect(offsets()).toEqual(['2']);
    expect(parking.list().map(({ id }) => id)).toEqual(['t/0/0', 't/0/1']);
  });

  it('takes a message without a key for a key of its own', async () => {
    const { onBatch, broken, offsets, parking } = setUp();
    broken.add('0');
    await onBatch(batchOf([incoming(0, null), incoming(1, null)]));
    expect(offsets()).toEqual(['1']);
    expect(parking.list().map(({ key }) => key)).toEqual(['t/0/0']);
  });

  it('throws a transient failure and parks nothing', async () => {
    const { parking, options } = setUp();
    const onBatch = isolating(() => Promise.reject(new Error('database is away')), options);
    await expect(onBatch(batchOf([incoming(0, 'a'), incoming(1, 'b')]))).rejects.toThrow('database is away');
    expect(parking.list()).toEqual([]);
  });

  it('parks nothing of a partition that was lost', async () => {
    const { onBatch, broken, parking } = setUp();
    broken.add('0');
    await onBatch(batchOf([incoming(0, 'a')], () => true));
    expect(parking.list()).toEqual([]);
  });
});

describe('the parking sweeper', () => {
  it('handles the parked messages in order once the cause is mended and their time has come', async () => {
    const { onBatch, broken, offsets, parking, sweeper, clock } = setUp();
    broken.add('0');
    await onBatch(batchOf([incoming(0, 'a'), incoming(1, 'a')]));
    expect(await sweeper.sweep()).toBe(0);

    clock.time = 1_000;
    expect(await sweeper.sweep()).toBe(1);
    expect(parking.list()).toMatchObject([{ attempts: 1, cause: '0 is broken' }, { attempts: 0 }]);

    broken.clear();
    clock.time = 2_000;
    await sweeper.sweep();
    expect(offsets()).toEqual(['0', '1']);
    expect(parking.list()).toEqual([]);
  });

  it('keeps all as it is when the handler is away', async () => {
    const { onBatch, broken, parking, options, clock } = setUp();
    broken.add('0');
    await onBatch(batchOf([incoming(0, 'a')]));
    clock.time = 1_000;
    const away = () => Promise.reject(new Error('database is away'));
    await expect(parkingSweeper({ ...options, handler: away, interval: 5 }).sweep()).rejects.toThrow('away');
    expect(parking.list()).toMatchObject([{ id: 't/0/0', attempts: 0 }]);
    expect(await parking.retryDue(1, async () => ({ handled: 1 }))).toBe(1);
  });

  it('sweeps by itself between start and stop', async () => {
    const { onBatch, broken, parking, sweeper, clock } = setUp();
    broken.add('0');
    await onBatch(batchOf([incoming(0, 'a')]));
    broken.clear();
    sweeper.start();
    clock.time = 1_000;
    await eventually(() => parking.list().length === 0);
    await sweeper.stop();
  });
});

describe('parking as a whole', () => {
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 12 }),
    },
    { weight: 1, arbitrary: fc.constant('sweep' as const) },
  );

  it('keeps the order of each key and handles every message exactly once, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.infiniteStream(fc.boolean()),
        async (steps, faults) => {
          const { onBatch, broken, handled, parking, sweeper, clock } = setUp();
          const sent: IncomingMessage[] = [];
          for (const next of steps) {
            clock.time += 1_000;
            if (next === 'sweep') {
              await sweeper.sweep();
              continue;
            }
            const messages = next.map((key, i) => incoming(sent.length + i, key));
            for (const { offset } of messages)
              if (faults.next().value && faults.next().value) broken.add(offset);
            sent.push(...messages);
            await onBatch(batchOf(messages));
          }
          broken.clear();
          clock.time += 1_000;
          await sweeper.sweep();

          expect(parking.list()).toEqual([]);
          expect(handled).toHaveLength(sent.length);
          for (const key of ['a', 'b', 'c', 'd', 'e']) {
            expect(handled.filter((m) => m.key === key)).toEqual(sent.filter((m) => m.key === key));
          }
        },
      ),
    );
  });

  it('lets the partition move on over a bus', async () => {
    const bus = createInMemoryBus({ partitions: 1 });
    const { onBatch, broken, offsets, parking } = setUp();
    broken.add('1');
    await bus.consume({ group: 'g', topics: ['t'], onBatch });
    await bus.publish(['a', 'b', 'c', 'b'].map((key) => ({ topic: 't', key, headers: {}, value: '' })));
    await eventually(() => offsets().length === 2);
    expect(offsets()).toEqual(['0', '2']);
    expect(parking.list().map(({ id }) => id)).toEqual(['t/0/1', 't/0/3']);
    await bus.close();
  });
});
