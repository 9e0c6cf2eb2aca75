/// <reference types="jest" />
import { gate } from './bus-contract.js';
import type { IncomingMessage } from './bus.js';
import type { ParkingLot } from './parking.js';

/** A parking lot under test. */
export interface ParkingLotFixture {
  lot: ParkingLot;
  /** Lets the rest of every parked key be over. */
  letRestEnd(): Promise<void>;
}

function incoming(offset: number, key: string | null, value: Buffer | null = null): IncomingMessage {
  return { topic: 't', partition: 0, offset: String(offset), timestamp: 0, key, headers: {}, value };
}

const broken = (message: IncomingMessage) => ({ message, cause: 'broken' });
const offsets = (messages: IncomingMessage[]) => messages.map(({ offset }) => offset);

/** What `isolating` and the parking sweeper rely on; every parking lot passes it. `make` gives an empty one. */
export function parkingContract(name: string, make: () => Promise<ParkingLotFixture>): void {
  describe(`${name} keeps the parking contract`, () => {
    let lot: ParkingLot;
    let letRestEnd: () => Promise<void>;

    beforeEach(async () => ({ lot, letRestEnd } = await make()));

    /** Tries what is due; `handle` says how many messages of a key it handles, by default all. */
    async function retry(
      handle = (_key: string, messages: IncomingMessage[]) => messages.length,
      limit = 10,
    ) {
      const seen: [key: string, offsets: string[]][] = [];
      const tried = await lot.retryDue(limit, async (key, messages) => {
        seen.push([key, offsets(messages)]);
        const handled = handle(key, messages);
        return handled < messages.length ? { handled, failed: 'still broken' } : { handled };
      });
      return { tried, seen };
    }

    it('knows the keys of what is parked, and of nothing else', async () => {
      await lot.park([broken(incoming(0, 'a')), broken(incoming(1, null))]);
      expect(await lot.parkedKeys(['a', 'b', 't/0/1'])).toEqual(new Set(['a', 't/0/1']));
      expect(await lot.parkedKeys([])).toEqual(new Set());
    });

    it('hands out each key with its messages whole and in the order of parking', async () => {
      const value = Buffer.from([0, 255, 10]);
      const whole = {
        ...incoming(7, 'a', value),
        timestamp: 1_764_000_000_000,
        headers: { ce_id: 'ü', empty: '' },
      };
      await lot.park([broken(whole), broken(incoming(3, 'b'))]);
      await lot.park([broken(incoming(8, 'a')), broken(incoming(9, null))]);
      await letRestEnd();
      const seen = new Map<string, IncomingMessage[]>();
      await lot.retryDue(10, async (key, messages) => {
        seen.set(key, messages);
        return { handled: messages.length };
      });
      expect([...seen]).toEqual([
        ['a', [whole, incoming(8, 'a')]],
        ['b', [incoming(3, 'b')]],
        ['t/0/9', [incoming(9, null)]],
      ]);
      expect(await lot.parkedKeys(['a', 'b', 't/0/9'])).toEqual(new Set());
    });

    it('keeps a message that is parked twice once, where it was', async () => {
      await lot.park([broken(incoming(0, 'a')), broken(incoming(1, 'a'))]);
      await lot.park([broken(incoming(0, 'a')), broken(incoming(2, 'a'))]);
      await letRestEnd();
      expect((await retry()).seen).toEqual([['a', ['0', '1', '2']]]);
    });

    it('lets out what was handled, and a key that failed rest', async () => {
      await lot.park([0, 1, 2].map((offset) => broken(incoming(offset, 'a'))));
      await letRestEnd();
      expect(await retry(() => 1)).toEqual({ tried: 1, seen: [['a', ['0', '1', '2']]] });
      expect(await retry()).toEqual({ tried: 0, seen: [] });
      await letRestEnd();
      expect((await retry()).seen).toEqual([['a', ['1', '2']]]);
    });

    it('lets a key rest although more is parked behind', async () => {
      await lot.park([broken(incoming(0, 'a'))]);
      await letRestEnd();
      await retry(() => 0);
      await lot.park([broken(incoming(1, 'a'))]);
      expect((await retry()).tried).toBe(0);
    });

    it('changes nothing when the work throws', async () => {
      await lot.park([broken(incoming(0, 'a'))]);
      await letRestEnd();
      const away = lot.retryDue(10, () => Promise.reject(new Error('the database is away')));
      await expect(away).rejects.toThrow('the database is away');
      expect((await retry()).seen).toEqual([['a', ['0']]]);
    });

    it('tries at most the given number of keys, those first that wait longest', async () => {
      await lot.park(['a', 'b', 'c'].map((key, offset) => broken(incoming(offset, key))));
      await letRestEnd();
      expect(await retry(undefined, 2)).toMatchObject({
        tried: 2,
        seen: [
          ['a', ['0']],
          ['b', ['1']],
        ],
      });
      expect(await retry(undefined, 2)).toMatchObject({ tried: 1, seen: [['c', ['2']]] });
    });

    it('keeps others off a key that is in hand, and keeps what is parked behind meanwhile', async () => {
      await lot.park([broken(incoming(0, 'a'))]);
      await letRestEnd();
      const begun = gate();
      const release = gate();
      const first = lot.retryDue(10, async (_key, messages) => {
        begun.open();
        await release.opened;
        return { handled: messages.length };
      });
      await begun.opened;
      expect((await retry()).tried).toBe(0);
      await lot.park([broken(incoming(1, 'a'))]);
      release.open();
      expect(await first).toBe(1);
      await letRestEnd();
      expect((await retry()).seen).toEqual([['a', ['1']]]);
    });

    it('takes whatever Kafka takes for a key', async () => {
      const keys = ['', 'a\0b', 'x'.repeat(10_000), "'; DROP TABLE", '{"a":1}', '🙂'];
      await lot.park(
        keys.map((key, offset) => ({ message: incoming(offset, key), cause: `no \0 in ${key}` })),
      );
      await letRestEnd();
      expect(await lot.parkedKeys([...keys, 'other'])).toEqual(new Set(keys));
      const { seen } = await retry();
      expect(seen.map(([key]) => key)).toEqual(keys);
    });
  });
}
