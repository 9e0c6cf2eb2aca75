import { busContract, eventually } from './bus-contract.js';
import type { IncomingMessage } from './bus.js';
import { createInMemoryBus } from './in-memory-bus.js';
import { topicReaderContract } from './topic-reader-contract.js';

busContract('the in-memory bus', () => createInMemoryBus({ backoff: () => 5 }));
topicReaderContract('the in-memory bus', createInMemoryBus);

describe('the in-memory bus', () => {
  it('forgets handled messages beyond its retention, never those a group has still to handle', async () => {
    const bus = createInMemoryBus({ partitions: 1, retention: 10, backoff: () => 5 });
    const publish = (from: number, count: number) =>
      bus.publish(
        Array.from({ length: count }, (_, i) => ({
          topic: 't',
          key: 'k',
          headers: {},
          value: String(from + i),
        })),
      );
    const slow: IncomingMessage[] = [];
    let open = false;
    await bus.consume({
      group: 'slow',
      topics: ['t'],
      onBatch: async ({ messages }) => {
        if (!open) throw new Error('not yet');
        slow.push(...messages);
      },
    });
    for (let from = 0; from < 100; from += 5) await publish(from, 5);
    open = true;
    await eventually(() => slow.length === 100);
    await publish(100, 5);

    const late: IncomingMessage[] = [];
    await bus.consume({
      group: 'late',
      topics: ['t'],
      onBatch: async ({ messages }) => void late.push(...messages),
    });
    await eventually(() => late.length > 0);
    expect(late.map(({ value }) => Number(value))).toEqual([95, 96, 97, 98, 99, 100, 101, 102, 103, 104]);
    await bus.close();
  });
});
