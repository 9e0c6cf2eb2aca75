/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './bus-contract.js';
import type { Bus, IncomingMessage } from './bus.js';
import type { Excerpt, ReadOptions, TopicReader } from './topic-reader.js';

const texts = (messages: IncomingMessage[]) => messages.map(({ value }) => String(value));

/** What those rely on who look at topics; every implementation of TopicReader passes it. */
export function topicReaderContract(name: string, makeBus: () => Bus & TopicReader): void {
  describe(`${name} keeps the contract of readers`, () => {
    let bus: Bus & TopicReader;
    let orders: string;
    let payments: string;

    beforeEach(async () => {
      bus = makeBus();
      orders = `orders.${randomUUID()}`;
      payments = `payments.${randomUUID()}`;
      await bus.ensureTopics([orders, payments].map((name) => ({ name, partitions: 3 })));
    });
    afterEach(() => bus.close());

    const publish = (topic: string, values: string[]) =>
      bus.publish(values.map((value) => ({ topic, key: value, headers: { h: 'ö' }, value })));

    const read = async (options: ReadOptions): Promise<Excerpt[]> => {
      const excerpts: Excerpt[] = [];
      for await (const excerpt of bus.read(options)) excerpts.push(excerpt);
      return excerpts;
    };
    const messagesOf = (excerpts: Excerpt[]) => excerpts.flatMap(({ messages }) => messages);

    it('reads all that lies in several topics, whole, and ends', async () => {
      const values = Array.from({ length: 2_500 }, (_, i) => String(i));
      await publish(orders, values);
      await publish(payments, ['paid']);
      const excerpts = await read({ topics: [orders, payments] });
      expect(texts(messagesOf(excerpts)).sort()).toEqual([...values, 'paid'].sort());
      const paid = messagesOf(excerpts).find(({ topic }) => topic === payments);
      expect(paid).toMatchObject({
        key: 'paid',
        headers: { h: 'ö' },
        offset: '0',
        value: Buffer.from('paid'),
      });
      expect(excerpts.length).toBeGreaterThan(1);
      expect(excerpts.at(-1)!.ahead).toBe(0);
      for (const [i, { ahead, messages }] of excerpts.slice(1).entries())
        expect(excerpts[i]!.ahead).toBe(ahead + messages.length);
    });

    it('brings topics and partitions into the order of time', async () => {
      for (let i = 0; i < 20; i++) {
        await publish(i % 2 === 0 ? orders : payments, [String(i)]);
        await sleep(2);
      }
      const messages = messagesOf(await read({ topics: [orders, payments] }));
      expect(texts(messages)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    });

    it('leaves out what is older than asked', async () => {
      await publish(orders, ['old', 'older']);
      await sleep(5);
      const from = Date.now();
      await publish(orders, ['a', 'b', 'c']);
      expect(texts(messagesOf(await read({ topics: [orders], from }))).sort()).toEqual(['a', 'b', 'c']);
      expect(await read({ topics: [orders], from: Date.now() + 60_000 })).toEqual([]);
    });

    it('ends where the topics ended when it began', async () => {
      await publish(orders, ['before']);
      const seen: string[] = [];
      for await (const { messages } of bus.read({ topics: [orders] })) {
        seen.push(...texts(messages));
        await publish(orders, ['meanwhile']);
      }
      expect(seen).toEqual(['before']);
    });

    it('goes on with what comes, in empty topics too, until it is told to end', async () => {
      await publish(orders, ['before']);
      const until = new AbortController();
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { messages } of bus.read({ topics: [orders, payments], until: until.signal }))
          seen.push(...texts(messages));
      })();
      await eventually(() => seen.length === 1);
      await publish(payments, ['meanwhile']);
      await eventually(() => seen.length === 2);
      until.abort();
      await reading;
      expect(seen).toEqual(['before', 'meanwhile']);
    });

    it('moves no group, and sees what a group has handled', async () => {
      const group = `group.${randomUUID()}`;
      await publish(orders, ['1', '2']);
      let handled = 0;
      const onBatch = async ({ messages }: { messages: unknown[] }) => void (handled += messages.length);
      const subscription = await bus.consume({ group, topics: [orders], onBatch });
      await eventually(() => handled === 2);
      await subscription.stop();
      const [before] = await bus.groupStates([{ group, topic: orders }]);
      await publish(orders, ['3']);
      expect(texts(messagesOf(await read({ topics: [orders] }))).sort()).toEqual(['1', '2', '3']);
      const [after] = await bus.groupStates([{ group, topic: orders }]);
      expect(after!.partitions.map(({ committed }) => committed)).toEqual(
        before!.partitions.map(({ committed }) => committed),
      );
    });

    it('ends when its reader has seen enough', async () => {
      await publish(orders, ['1']);
      for await (const { messages } of bus.read({ topics: [orders], until: new AbortController().signal })) {
        expect(texts(messages)).toEqual(['1']);
        break;
      }
    });

    it('reads nothing of topics that are empty', async () => {
      expect(await read({ topics: [orders, payments] })).toEqual([]);
    });

    it('names the topics that do not exist, and creates none', async () => {
      const nowhere = `nowhere.${randomUUID()}`;
      for (let i = 0; i < 2; i++)
        await expect(read({ topics: [orders, nowhere] })).rejects.toThrow(
          `no such topic: ${nowhere} (there are `,
        );
    });
  });
}
