import fc from 'fast-check';
import type { IncomingMessage } from './bus.js';
import { ReadingLane } from './reading-lane.js';
import { ReadingMerge } from './reading-merge.js';

const lane = (partition: number, end: number, isOpen = false) =>
  new ReadingLane({ topic: 't', partition, start: 0n, end: BigInt(end) }, { from: 0, isOpen });
const message = (partition: number, offset: number, timestamp: number): IncomingMessage => ({
  ...{ topic: 't', partition, offset: String(offset), timestamp },
  ...{ key: null, headers: {}, value: null },
});
const times = (messages: IncomingMessage[] = []) => messages.map(({ timestamp }) => timestamp);

describe('ReadingMerge', () => {
  it('waits for a partition that may have something earlier', () => {
    const [one, other] = [lane(0, 2), lane(1, 1)];
    const merge = new ReadingMerge([one, other]);
    one.add([message(0, 0, 10), message(0, 1, 30)]);
    expect(merge.next()).toBeUndefined();
    other.add([message(1, 0, 20)]);
    expect(times(merge.next()?.messages)).toEqual([10, 20, 30]);
    expect(merge.isOver).toBe(true);
  });

  it('does not wait for a partition whose messages were all given', () => {
    const [one, other] = [lane(0, 5, true), lane(1, 0, true)];
    const merge = new ReadingMerge([one, other]);
    one.add([message(0, 0, 10)]);
    expect(merge.next()).toEqual({ messages: [message(0, 0, 10)], ahead: 4 });
    expect(merge.next()).toBeUndefined();
    expect(merge.isOver).toBe(false);
  });

  it('knows that offsets may be left out', () => {
    const one = lane(0, 5);
    const merge = new ReadingMerge([one]);
    one.add([message(0, 0, 10), message(0, 3, 20)]);
    expect(merge.next()?.ahead).toBe(1);
    one.skipTo(5n);
    expect(merge.isOver).toBe(true);
  });

  it('gives each message once, in the order of time where partitions are in it, however it is fetched', () => {
    const partitions = fc.array(fc.array(fc.nat(50)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(partitions, fc.infiniteStream(fc.nat(3)), (steps, chance) => {
        // Steps between timestamps, so that those of a partition grow.
        const contents = steps.map((partition, p) => {
          let now = 0;
          return partition.map((step, offset) => message(p, offset, (now += step)));
        });
        const lanes = contents.map((partition, p) => lane(p, partition.length));
        const merge = new ReadingMerge(lanes);
        const given: IncomingMessage[] = [];
        for (let turn = 0; !merge.isOver; turn++) {
          const at = turn % lanes.length;
          const from = Math.max(0, Number(lanes[at]!.position) - chance.next().value);
          lanes[at]!.add(contents[at]!.slice(from, Number(lanes[at]!.position) + 1 + chance.next().value));
          given.push(...(merge.next()?.messages ?? []));
        }
        expect(given).toHaveLength(contents.flat().length);
        expect(times(given)).toEqual(times(contents.flat()).sort((a, b) => a - b));
        contents.forEach((partition, p) =>
          expect(given.filter((each) => each.partition === p)).toEqual(partition),
        );
      }),
    );
  });
});
