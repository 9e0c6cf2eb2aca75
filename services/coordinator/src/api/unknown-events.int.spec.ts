import { createTestDatabase } from '@saga/dev-stack';
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningApi, useApi } from '../testing/running-api.js';

const ORDER = {
  name: 'order',
  choreography: {
    keep: '1s',
    events: {
      placed: {
        ...{ type: 'order.placed', topic: 'shop', key: 'event.data.order', starts: true },
        compensate: { event: 'order.cancelled', topic: 'shop' },
      },
      paid: { type: 'payment.taken', topic: 'shop', key: 'event.data.order' },
    },
  },
};

interface Unknown {
  type: string;
  reason: string;
  count: number;
}

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', ORDER);
});

const unknownEvents = async () =>
  ((await api.get('/v1/unknown-events')).body as unknown as { unknownEvents: Unknown[] }).unknownEvents;

it('lists the events that no definition knows, and those that no saga has taken', async () => {
  for (const id of ['r-1', 'r-2']) await api.event('shop', 'order.rated', { stars: 5 }, { id, key: 'o-1' });
  await api.event('shop', 'payment.taken', { order: 'nobody' }, { id: 'p-0' });
  await api.event('shop', 'order.placed', { order: 'o-1' });
  await api.event('shop', 'payment.taken', { order: 'o-1' });
  await api.event('shop', 'order.cancelled', {});
  await api.untilState('order:o-1', 'completed');
  while ((await unknownEvents()).length < 2) await pause(50);
  await pause(1_500);

  const all = await unknownEvents();
  const times = { firstSeen: expect.stringMatching(/^20.*Z$/), lastSeen: expect.stringMatching(/^20.*Z$/) };
  expect(all.sort((a, b) => a.type.localeCompare(b.type))).toEqual([
    {
      ...{ topic: 'shop', type: 'order.rated', reason: 'unknown-type', count: 2, ...times },
      sample: { id: 'r-1', source: 'spec', key: 'o-1', value: expect.stringContaining('5') },
    },
    {
      ...{ topic: 'shop', type: 'payment.taken', reason: 'no-saga', count: 1, ...times },
      sample: expect.objectContaining({ id: 'p-0', data: { order: 'nobody' } }),
    },
  ]);
}, 30_000);

it.each(['0', 'ten'])('refuses limit=%j', async (limit) => {
  const { status, body } = await api.get(`/v1/unknown-events?limit=${limit}`);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ field: 'limit' }]);
});
