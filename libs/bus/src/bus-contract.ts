/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import type { Batch, Bus, IncomingMessage, OutgoingMessage } from './bus.js';

/** Asks until the condition holds; the test's own time limit ends a wait in vain. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A promise that is opened from outside: holds a handler where the test wants it. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const message = (topic: string, key: string, value: string): OutgoingMessage => ({
  topic,
  key,
  headers: {},
  value,
});
const texts = (messages: IncomingMessage[]) => messages.map(({ value }) => String(value));
const collect = (into: IncomingMessage[]) => async (batch: Batch) => void into.push(...batch.messages);

/** What the coordinator and the participants rely on; every implementation of Bus passes it. */
export function busContract(name: string, makeBus: () => Bus): void {
  describe(`${name} keeps the bus contract`, () => {
    let bus: Bus;
    let topic: string;
    let group: string;

    beforeEach(() => {
      bus = makeBus();
      topic = `contract.${randomUUID()}`;
      group = `group.${randomUUID()}`;
    });
    afterEach(() => bus.close());

    it('hands on key, headers and binary values unchanged', async () => {
      const value = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const headers = { ce_id: '1', ce_source: 'tür/öffner', traceparent: '00-ab-cd-01', empty: '' };
      const seen: IncomingMessage[] = [];
      await bus.publish([{ topic, key: 'clé', headers, value }]);
      await bus.consume({ group, topics: [topic], onBatch: collect(seen) });
      await eventually(() => seen.length === 1);
      expect(seen[0]).toMatchObject({ topic, key: 'clé', headers, value, offset: '0' });
      expect(Math.abs(Date.now() - seen[0]!.timestamp)).toBeLessThan(60_000);
    });

    it('keeps the order of a key through 5,000 messages of one call', async () => {
      const messages = Array.from({ length: 5_000 }, (_, i) => message(topic, `key-${i % 50}`, String(i)));
      const seen: IncomingMessage[] = [];
      await bus.publish(messages);
      await bus.consume({ group, topics: [topic], onBatch: collect(seen) });
      await eventually(() => seen.length >= 5_000);
      for (let key = 0; key < 50; key++) {
        const expected = messages.filter((m) => m.key === `key-${key}`).map((m) => m.value);
        expect(texts(seen.filter((m) => m.key === `key-${key}`))).toEqual(expected);
      }
    });

    it('keeps the order of a key through many small calls at once', async () => {
      const seen: IncomingMessage[] = [];
      await bus.consume({ group, topics: [topic], onBatch: collect(seen) });
      await Promise.all(
        Array.from({ length: 200 }, (_, i) => bus.publish([message(topic, 'one', String(i))])),
      );
      await eventually(() => seen.length >= 200);
      expect(texts(seen)).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
    });

    it('works on different partitions in parallel', async () => {
      await bus.ensureTopics([{ name: topic, partitions: 8 }]);
      await bus.publish(Array.from({ length: 16 }, (_, i) => message(topic, `key-${i}`, 'x')));
      let inHand = 0;
      const bothInHand = gate();
      await bus.consume({
        group,
        topics: [topic],
        concurrency: 2,
        onBatch: async () => {
          if (++inHand === 2) bothInHand.open();
          await bothInHand.opened;
        },
      });
      await bothInHand.opened;
      expect(inHand).toBe(2);
    });

    it('hands out a batch again until its handler succeeds, in order', async () => {
      const handled: IncomingMessage[] = [];
      let failures = 0;
      await bus.publish(['1', '2', '3'].map((value) => message(topic, 'one', value)));
      await bus.consume({
        group,
        topics: [topic],
        onBatch: async (batch) => {
          if (failures++ < 2) throw new Error('the database is away');
          handled.push(...batch.messages);
        },
      });
      await eventually(() => handled.length >= 3);
      expect(texts(handled)).toEqual(['1', '2', '3']);
    });

    it('lets the other partitions go on while one fails', async () => {
      const handled: IncomingMessage[] = [];
      const keys = Array.from({ length: 16 }, (_, i) => `key-${i}`);
      await bus.publish(keys.map((key) => message(topic, key, key)));
      let broken: number | undefined;
      const subscription = await bus.consume({
        group,
        topics: [topic],
        onBatch: async ({ partition, messages }) => {
          broken ??= partition;
          if (partition === broken) throw new Error('this partition fails');
          handled.push(...messages);
        },
      });
      await eventually(() => broken !== undefined && handled.length > 0);
      await bus.publish(keys.map((key) => message(topic, key, `${key} again`)));
      await eventually(
        () => handled.length % 2 === 0 && texts(handled).some((text) => text.endsWith('again')),
      );
      expect(handled.every(({ partition }) => partition !== broken)).toBe(true);
      await subscription.stop();
    });

    it('shows every message to every group', async () => {
      const first: IncomingMessage[] = [];
      const second: IncomingMessage[] = [];
      await bus.publish([message(topic, 'a', '1'), message(topic, 'b', '2')]);
      await bus.consume({ group, topics: [topic], onBatch: collect(first) });
      await eventually(() => first.length === 2);
      await bus.consume({ group: `${group}.second`, topics: [topic], onBatch: collect(second) });
      await eventually(() => second.length === 2);
      expect(texts(second).sort()).toEqual(texts(first).sort());
    });

    it('starts a group at the end when told so', async () => {
      const seen: IncomingMessage[] = [];
      await bus.publish([message(topic, 'one', 'before')]);
      await bus.consume({ group, topics: [topic], fromBeginning: false, onBatch: collect(seen) });
      let sent = 0;
      await eventually(async () => {
        await bus.publish([message(topic, 'one', `after ${++sent}`)]);
        return seen.length > 0;
      });
      expect(texts(seen)).not.toContain('before');
    });

    it('shares the partitions among the members of a group, and lets one take over from another', async () => {
      const byFirst: IncomingMessage[] = [];
      const bySecond: IncomingMessage[] = [];
      await bus.ensureTopics([{ name: topic, partitions: 8 }]);
      const first = await bus.consume({ group, topics: [topic], onBatch: collect(byFirst) });
      await bus.consume({ group, topics: [topic], onBatch: collect(bySecond) });

      const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`);
      const values: string[] = [];
      const publishRound = async () => {
        const round = keys.map((key) => message(topic, key, randomUUID()));
        values.push(...round.map(({ value }) => String(value)));
        await bus.publish(round);
      };
      await eventually(async () => {
        await publishRound();
        return byFirst.length > 0 && bySecond.length > 0;
      });
      await first.stop();
      const seenByFirst = byFirst.length;
      await publishRound();
      await eventually(() => new Set(texts([...byFirst, ...bySecond])).size === values.length);
      expect(byFirst).toHaveLength(seenByFirst);
    });

    it('goes on from the committed offset after a restart of the consumer', async () => {
      const before: IncomingMessage[] = [];
      const after: IncomingMessage[] = [];
      await bus.publish([message(topic, 'one', '1'), message(topic, 'one', '2')]);
      const subscription = await bus.consume({ group, topics: [topic], onBatch: collect(before) });
      await eventually(() => before.length === 2);
      await subscription.stop();
      await bus.publish([message(topic, 'one', '3')]);
      await bus.consume({ group, topics: [topic], onBatch: collect(after) });
      await eventually(() => after.length > 0);
      expect(texts(before)).toEqual(['1', '2']);
      expect(texts(after)).toEqual(['3']);
    });

    it('finishes and commits the batch in hand when it is stopped, and loses nothing', async () => {
      const handled: IncomingMessage[] = [];
      const begun = gate();
      const release = gate();
      await bus.publish([message(topic, 'one', '1'), message(topic, 'one', '2')]);
      const subscription = await bus.consume({
        group,
        topics: [topic],
        onBatch: async (batch) => {
          begun.open();
          await release.opened;
          handled.push(...batch.messages);
        },
      });
      await begun.opened;
      const stopped = subscription.stop();
      await bus.publish([message(topic, 'one', '3')]);
      release.open();
      await stopped;
      await bus.consume({ group, topics: [topic], onBatch: collect(handled) });
      await eventually(() => texts(handled).includes('3'));
      expect(texts(handled)).toEqual(['1', '2', '3']);
    });

    it('leaves a topic that exists as it is', async () => {
      await bus.ensureTopics([{ name: topic, partitions: 1 }]);
      await bus.ensureTopics([{ name: topic, partitions: 4 }]);
      const seen: IncomingMessage[] = [];
      await bus.publish(Array.from({ length: 20 }, (_, i) => message(topic, `key-${i}`, String(i))));
      await bus.consume({ group, topics: [topic], onBatch: collect(seen) });
      await eventually(() => seen.length >= 20);
      expect(new Set(seen.map(({ partition }) => partition))).toEqual(new Set([0]));
    });

    it('tells how far a group has come, what is in hand not counted, and whether it has members', async () => {
      const inHand = gate();
      const release = gate();
      const states = async () => (await bus.groupStates([{ group, topic }]))[0]!;
      await bus.ensureTopics([{ name: topic, partitions: 1 }]);
      await bus.publish([message(topic, 'one', '1'), message(topic, 'two', '2')]);
      const started = { partition: 0, committed: 0n, end: 2n };
      expect(await states()).toEqual({ group, topic, state: 'dead', partitions: [started] });

      const onBatch = async () => {
        inHand.open();
        await release.opened;
      };
      const subscription = await bus.consume({ group, topics: [topic], onBatch });
      await inHand.opened;
      expect(await states()).toEqual({ group, topic, state: 'stable', partitions: [started] });
      release.open();
      await eventually(async () => (await states()).partitions[0]!.committed === 2n);

      await subscription.stop();
      await bus.publish([message(topic, 'one', '3')]);
      const stopped = { partition: 0, committed: 2n, end: 3n };
      expect(await states()).toEqual({ group, topic, state: 'empty', partitions: [stopped] });
    });

    it('tells of several groups at once, in the order asked, and of no partitions where there is no topic', async () => {
      await bus.ensureTopics([{ name: topic, partitions: 2 }]);
      await bus.consume({ group, topics: [topic], onBatch: collect([]) });
      const states = await bus.groupStates([
        { group: `${group}.second`, topic },
        { group, topic: `${topic}.nowhere` },
        { group, topic },
      ]);
      expect(states.map(({ state, partitions }) => [state, partitions.length])).toEqual([
        ['dead', 2],
        ['stable', 0],
        ['stable', 2],
      ]);
      expect(await bus.groupStates([])).toEqual([]);
    });

    it('takes larger messages where the topic allows them', async () => {
      const large = 'x'.repeat(1_500_000);
      const seen: IncomingMessage[] = [];
      await bus.ensureTopics([{ name: topic, maxMessageBytes: 2_000_000 }]);
      await bus.publish([message(topic, 'one', large)]);
      await bus.consume({ group, topics: [topic], onBatch: collect(seen) });
      await eventually(() => seen.length === 1);
      expect(seen[0]!.value).toHaveLength(1_500_000);
    });

    it('names the topic, the key and the size of a message that is too large', async () => {
      await expect(bus.publish([message(topic, 'saga-1', 'x'.repeat(2_000_000))])).rejects.toThrow(
        new RegExp(`"saga-1" for topic "${topic}" has 2000\\d{3} bytes, the topic takes 1000000`),
      );
    });

    it('names the field of a message or a subscription that it refuses', async () => {
      await expect(bus.publish([message(topic, 'a', ''), message(topic, '', '')])).rejects.toThrow(
        /^messages\[1\]\.key /,
      );
      await expect(bus.publish([message('', 'a', '')])).rejects.toThrow(/^messages\[0\]\.topic /);
      await expect(bus.consume({ group: '', topics: [topic], onBatch: collect([]) })).rejects.toThrow(
        /^group /,
      );
      await expect(bus.consume({ group, topics: [], onBatch: collect([]) })).rejects.toThrow(/^topics /);
      await expect(
        bus.consume({ group, topics: [topic], concurrency: 0, onBatch: collect([]) }),
      ).rejects.toThrow(/^concurrency /);
    });
  });
}
