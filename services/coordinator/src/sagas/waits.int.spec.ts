import { randomUUID } from 'node:crypto';
import type { JsonObject, Outcome } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { type RunningApi, startApi, useApi } from '../testing/running-api.js';

/** Opens an order, waits until it is paid, and ships it. */
const SALE = {
  name: 'sale',
  steps: [
    { name: 'open', command: 'orders.open', compensate: 'orders.cancel' },
    {
      name: 'paid',
      event: { topic: 'payments', type: 'payment.received', key: 'input.order', match: 'event.data.order' },
      output: { cents: '${ event.data.cents }' },
    },
    { name: 'ship', command: 'parcels.ship', input: { cents: '${ steps.paid.cents }' }, compensate: 'none' },
  ],
};
const SUCCESS: Outcome = { result: 'success', output: {} };

let database: TestDatabase;
let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api, database } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', SALE);
  await api.post('/v1/definitions', { name: 'crowd', steps: SALE.steps.slice(1, 2) });
});

const start = (id: string, input: object = { order: id }, definition = 'sale') =>
  api.post('/v1/sagas', { definition, id, input });
/** The same over Kafka, where many are started in one transaction. */
const begin = (sagaId: string, definition: string, input: JsonObject) => {
  const time = new Date().toISOString();
  return api.send({ kind: 'start', id: sagaId, source: 'spec', sagaId, definition, input, time });
};
const payment = (order: string, cents = 1800, id?: string) =>
  ['payments', 'payment.received', { order, cents }, { id, key: order }] as const;
const pay = (...what: Parameters<typeof payment>) => api.event(...payment(...what));
const rows = async (table: 'awaited_events' | 'early_events', where: string) =>
  (await database.pool.query(`SELECT * FROM saga.${table} WHERE ${where}`)).rows;

/** Starts a sale that waits for its payment. */
async function waiting(id: string): Promise<void> {
  await start(id);
  await api.reply(id, 'open', SUCCESS);
  await api.untilStep(id, 'paid', 'waiting');
}

describe('a saga that waits for an event', () => {
  it('goes on with what the event says', async () => {
    await waiting('plain');
    expect(await rows('awaited_events', `saga_id = 'plain'`)).toMatchObject([
      { step: 'paid', key: 'event.data.order = plain' },
    ]);
    await pay('plain');
    const { step } = await api.untilStep('plain', 'paid', 'succeeded');
    expect(step.output).toEqual({ cents: 1800 });
    expect(await api.untilStep('plain', 'ship', 'waiting')).toMatchObject({
      step: { input: { cents: 1800 } },
    });
    expect(await rows('awaited_events', `saga_id = 'plain'`)).toEqual([]);
  });

  it('takes the one that came before it waited, even before it started', async () => {
    await pay('early', 700);
    await pay('early', 900);
    await start('early');
    await api.reply('early', 'open', SUCCESS);
    expect(await api.untilStep('early', 'paid', 'succeeded')).toMatchObject({
      step: { output: { cents: 700 } },
    });
    expect(await rows('awaited_events', `saga_id = 'early'`)).toEqual([]);
  });

  it('takes none that is for another, of another type or from another topic', async () => {
    await waiting('picky');
    await pay('somebody-else');
    await api.event('payments', 'payment.announced', { order: 'picky', cents: 1 });
    await api.event('refunds', 'payment.received', { order: 'picky', cents: 2 });
    await pay('picky', 3);
    expect(await api.untilStep('picky', 'paid', 'succeeded')).toMatchObject({
      step: { output: { cents: 3 } },
    });
  });

  it('takes an event that others take, too; its key may be a number here and a text there', async () => {
    const sagas = ['one', 'two', 'three'];
    for (const id of sagas) {
      await start(id, { order: 4711 });
      await api.reply(id, 'open', SUCCESS);
      await api.untilStep(id, 'paid', 'waiting');
    }
    await pay('4711');
    for (const id of sagas) await api.untilStep(id, 'paid', 'succeeded');
  });

  it('takes none that another definition knows by another key', async () => {
    const [, paid] = SALE.steps;
    const event = {
      ...(paid as { event: object }).event,
      key: 'input.customer',
      match: 'string(event.data.cents)',
    };
    await api.post('/v1/definitions', { name: 'customer', steps: [{ ...paid, event }] });
    await waiting('4');
    await start('customer-7', { customer: '7' }, 'customer');
    await start('customer-4', { customer: '4' }, 'customer');
    await api.untilStep('customer-4', 'paid', 'waiting');
    await pay('4', 7);
    expect(await api.untilStep('4', 'paid', 'succeeded')).toMatchObject({ step: { output: { cents: 7 } } });
    await api.untilStep('customer-7', 'paid', 'succeeded');
    await pay('9', 4);
    const { step } = await api.untilStep('customer-4', 'paid', 'succeeded');
    expect(step.output).toEqual({ cents: 4 });
  });

  it('gets it among many others, more than one transaction can take', async () => {
    const crowd = Array.from({ length: 600 }, (_, i) => `crowd-${i}`);
    await Promise.all(crowd.map((id) => begin(id, 'crowd', { order: 'gates-open' })));
    while ((await rows('awaited_events', `key LIKE '%gates-open'`)).length < crowd.length);
    await pay('gates-open');
    while ((await rows('awaited_events', `key LIKE '%gates-open'`)).length > 0);
    const { rows: ended } = await database.pool.query(
      `SELECT status, count(*)::int AS sagas FROM saga.sagas WHERE definition = 'crowd' GROUP BY status`,
    );
    expect(ended).toEqual([{ status: 'completed', sagas: crowd.length }]);
  });

  it('meets it when both come at the same time, to different coordinators', async () => {
    const other = await startApi(database.url);
    const ids = Array.from({ length: 100 }, (_, i) => `meeting-${i}`);
    await Promise.all(ids.map((id) => start(id)));
    await Promise.all(ids.flatMap((id) => [api.reply(id, 'open', SUCCESS), other.event(...payment(id))]));
    for (const id of ids) await api.untilStep(id, 'paid', 'succeeded');
    await other.stop();
  });

  it('no longer takes it when its time is over', async () => {
    const [open, paid, ship] = SALE.steps;
    const steps = [open, { ...paid, timeout: '100ms' }, ship];
    await api.post('/v1/definitions', { name: 'hasty', steps });
    await start('hasty', undefined, 'hasty');
    await api.reply('hasty', 'open', SUCCESS);
    expect(await api.untilState('hasty', 'compensating')).toMatchObject({
      failure: { code: 'timeout', step: 'paid' },
    });
    expect(await rows('awaited_events', `saga_id = 'hasty'`)).toEqual([]);
  });
});

describe('an event', () => {
  const ROUNDS = {
    name: 'rounds',
    steps: [
      {
        name: 'instalments',
        repeat: {
          until: 'round == 1',
          atMost: 2,
          steps: [
            {
              name: 'paid',
              event: {
                topic: 'payments',
                type: 'payment.received',
                key: 'input.order',
                match: 'event.data.order',
              },
            },
          ],
        },
      },
    ],
  };

  it('that comes again has no second effect, not even on the next round', async () => {
    await api.post('/v1/definitions', ROUNDS);
    await start('rounds', undefined, 'rounds');
    await api.untilStep('rounds', 'instalments[0].paid', 'waiting');
    for (let times = 0; times < 3; times++) await pay('rounds', 100, 'first-instalment');
    await api.untilStep('rounds', 'instalments[1].paid', 'waiting');
    await pay('rounds', 200);
    const { steps } = await api.untilState('rounds', 'completed');
    const paid = steps.filter(({ name }) => name.endsWith('.paid'));
    expect(paid.map(({ output }) => output)).toMatchObject([{ cents: 100 }, { cents: 200 }]);
  });

  it('is taken by the steps side by side that wait for it, whichever reaches its wait first', async () => {
    const [open, paid] = SALE.steps;
    await api.post('/v1/definitions', {
      name: 'twice',
      steps: [
        {
          name: 'both',
          parallel: {
            branches: { fast: [{ ...paid, name: 'first' }], slow: [open, { ...paid, name: 'second' }] },
          },
        },
      ],
    });
    await start('twice', undefined, 'twice');
    await api.untilStep('twice', 'first', 'waiting');
    await pay('twice');
    await api.untilStep('twice', 'first', 'succeeded');
    await api.reply('twice', 'open', SUCCESS);
    await api.untilState('twice', 'completed');
  });

  it('is not written anywhere when nobody declares an interest in its type', async () => {
    await api.event('payments', 'payment.refused', { order: 'nobody' });
    await pay('somebody');
    while ((await rows('early_events', `key = 'event.data.order = somebody'`)).length === 0);
    expect(await rows('early_events', `event = 'payment.refused'`)).toEqual([]);
  });

  it('whose key can not be told becomes a dead letter', async () => {
    const id = randomUUID();
    await api.event('payments', 'payment.received', { cents: 5 }, { id });
    const [letter] = await api.deadLetters(id);
    expect(letter!.cause).toMatchObject({ code: 'invalid-value', field: 'data' });
    expect(letter!.cause.message).toContain('event.data.order');
  });

  it.each([
    ['U+0000 in a text', { order: 'o-1', notes: ['a\0b'] }, 'notes[0]'],
    ['U+0000 in the name of a field', { order: 'o-1', 'a\0': 1 }, '["a\\u0000"]'],
    ['half a surrogate pair', { order: 'o-1', note: '\ud800' }, 'note'],
  ])('that the database could not keep, for %s, becomes a dead letter', async (_, data, field) => {
    const id = randomUUID();
    await api.event('payments', 'payment.received', data, { id });
    const [letter] = await api.deadLetters(id);
    expect(letter!.cause).toMatchObject({ code: 'invalid-value', field });
    expect((await database.pool.query('SELECT FROM saga.parked_messages')).rowCount).toBe(0);
  });

  it('is kept for each as long as its definition says, and swept when nobody wants it any more', async () => {
    const { event, ...step } = SALE.steps[1] as { name: string; event: object };
    const keeping = (name: string, type: string, keep: string) => {
      const steps = [{ ...step, event: { ...event, topic: 'brief', type, keep } }];
      return api.post('/v1/definitions', { name, steps });
    };
    await keeping('forgetful', 'seen', '50ms');
    await keeping('mindful', 'seen', '1h');
    await keeping('swept', 'gone', '50ms');
    await api.event('brief', 'seen', { order: 'o-1', cents: 1 });
    await api.event('brief', 'gone', { order: 'o-1', cents: 1 });
    while ((await rows('early_events', `topic = 'brief'`)).length < 2);
    while ((await rows('early_events', `event = 'gone'`)).length > 0);
    for (const name of ['forgetful', 'mindful']) await start(name, { order: 'o-1' }, name);
    await api.untilState('mindful', 'completed');
    await api.untilStep('forgetful', 'paid', 'waiting');
    await api.event('brief', 'seen', { order: 'o-1', cents: 2 });
    expect((await api.untilState('forgetful', 'completed')).steps).toMatchObject([{ output: { cents: 2 } }]);
  });

  it('of another version that is still running is taken, too', async () => {
    await waiting('old-version');
    const [open, paid, ship] = SALE.steps as [object, { event: object }, object];
    const elsewhere = { ...paid, event: { ...paid.event, topic: 'ledger', match: 'event.data.no' } };
    await api.post('/v1/definitions', { ...SALE, steps: [open, elsewhere, ship] });
    await start('new-version');
    await api.reply('new-version', 'open', SUCCESS);
    await api.untilStep('new-version', 'paid', 'waiting');
    await api.event('ledger', 'payment.received', { no: 'new-version', cents: 1 });
    await pay('old-version');
    await api.untilStep('new-version', 'paid', 'succeeded');
    await api.untilStep('old-version', 'paid', 'succeeded');
  });
});
