import type { UnknownEvents } from '@saga/store';
import { UnknownEventCounts } from './unknown-event-counts.js';

const written: UnknownEvents[][] = [];
const store = { addUnknownEvents: async (counted: UnknownEvents[]) => void written.push(counted) };
const isKnown = { knows: (topic: string, type: string) => topic === 'shop' && type === 'order.placed' };
const message = (type: string | null, value: string | null = '{}', topic = 'shop') => ({
  ...{
    topic,
    partition: 0,
    offset: '0',
    timestamp: 0,
    key: 'k',
    value: value === null ? null : Buffer.from(value),
  },
  headers: { ce_id: 'e1', ...(type !== null && { ce_type: type }) } as Record<string, string>,
});

beforeEach(() => (written.length = 0));

it('counts what nobody knows, by topic and type, and writes it once', async () => {
  const counts = new UnknownEventCounts(store, [isKnown]);
  counts.look(message('order.placed'), 1);
  for (const at of [2, 3, 4]) counts.look(message('order.rated', `{"at":${at}}`), at);
  counts.look(message('order.placed', '{}', 'bank'), 5);
  counts.look(message(null, null), 6);
  await counts.flush();
  await counts.flush();
  const sample = { id: 'e1', source: null, key: 'k', value: '{}' };
  expect(written).toEqual([
    [
      {
        ...{ topic: 'shop', type: 'order.rated', count: 3, firstSeen: 2, lastSeen: 4 },
        sample: { ...sample, value: '{"at":2}' },
      },
      { topic: 'bank', type: 'order.placed', count: 1, firstSeen: 5, lastSeen: 5, sample },
      { topic: 'shop', type: '', count: 1, firstSeen: 6, lastSeen: 6, sample: { ...sample, value: null } },
    ],
    [],
  ]);
});

it('keeps no more than a part of a long message, and no more than a thousand types', async () => {
  const counts = new UnknownEventCounts(store, []);
  for (let type = 0; type < 1_100; type++) counts.look(message(`t${type}`, 'x'.repeat(5_000)), 1);
  await counts.flush();
  expect(written[0]).toHaveLength(1_000);
  expect(written[0]![0]!.sample.value).toBe('x'.repeat(1_000));
});
