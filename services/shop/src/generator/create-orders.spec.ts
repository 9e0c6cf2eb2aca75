import { createInMemoryBus, type Batch, type Bus } from '@saga/bus';
import { createCodec, type Start } from '@saga/contracts';
import { createOrders } from './create-orders.js';
import { orderOf } from './order-mix.js';

const codec = createCodec({ source: 'spec' });
const mix = { seed: 'monday', businessFailureRate: 0.2 };

describe('createOrders', () => {
  let bus: Bus;

  beforeEach(() => {
    bus = createInMemoryBus();
  });

  afterEach(() => bus.close());

  /** The first `count` sagas that were asked for. */
  function starts(count: number): Promise<Start[]> {
    const seen: Start[] = [];
    return new Promise((resolve, reject) => {
      const onBatch = async ({ messages }: Batch) => {
        seen.push(...messages.map(codec.decodeStart));
        if (seen.length >= count) resolve(seen);
      };
      bus.consume({ group: 'spec', topics: [codec.topics.start], onBatch }).catch(reject);
    });
  }

  it("asks for one saga an order, whose id is the order's", async () => {
    expect(await createOrders({ bus, ...mix, rate: Infinity, count: 700 })).toBe(700);
    const asked = await starts(700);
    expect(new Set(asked.map(({ sagaId }) => sagaId)).size).toBe(700);
    expect(asked.find(({ sagaId }) => sagaId === 'monday-7')).toMatchObject({
      definition: 'place-order',
      input: orderOf(mix, 7),
    });
  });

  it('keeps the rate', async () => {
    const begun = performance.now();
    await createOrders({ bus, ...mix, rate: 100, count: 40 });
    const seconds = (performance.now() - begun) / 1_000;
    expect(seconds).toBeGreaterThan(0.25);
    expect(seconds).toBeLessThan(1);
  });

  it('ends when it is told to', async () => {
    const stopping = new AbortController();
    const placing = createOrders({ bus, ...mix, rate: 10, count: Infinity, signal: stopping.signal });
    await starts(1);
    stopping.abort();
    expect(await placing).toBeLessThan(10);
  });
});
