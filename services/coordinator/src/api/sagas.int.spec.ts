import { createTestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

const ORDER = {
  name: 'order',
  deadline: '1h',
  steps: [
    {
      name: 'charge',
      command: 'payments.charge',
      input: { order: '${ input }' },
      compensate: 'payments.refund',
    },
    { name: 'ship', command: 'shipping.book', pivot: true },
    { name: 'confirm', command: 'orders.confirm', retry: { attempts: 1 } },
  ],
};
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const SUCCESS = { result: 'success' as const, output: {} };
const REFUSAL = { result: 'business' as const, failure: { code: 'refused', message: 'no' } };

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', ORDER);
  await api.post('/v1/definitions', { ...ORDER, name: 'other' });
});

const start = (id: string, definition = 'order') =>
  api.post('/v1/sagas', { definition, id, input: { total: 5 } });

describe('starting a saga', () => {
  it('answers with the saga, whose first step is on its way', async () => {
    const { status, body } = await start('first');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ id: 'first', definition: 'order', version: 1, state: 'running', input: { total: 5 } },
      steps: [
        {
          name: 'charge',
          state: 'waiting',
          attempt: 1,
          input: { order: { total: 5 } },
          dueAt: expect.any(String),
        },
      ],
      history: [
        { seq: 1, type: 'saga-started' },
        { seq: 2, type: 'step-commanded', step: 'charge' },
      ],
    });
  });

  it('shows every time in ISO 8601', async () => {
    const { body } = await start('dated');
    const times: string[] = [];
    JSON.stringify(body, (key, value: unknown) => {
      if (/At$|^at$/.test(key) && value !== null) times.push(value as string);
      return value;
    });
    expect(times.length).toBeGreaterThan(7);
    for (const time of times) expect(time).toMatch(ISO);
  });

  it('happens once for an id, and gives a new one when none is given', async () => {
    expect((await start('once')).status).toBe(201);
    const again = await start('once');
    expect(again).toMatchObject({ status: 200, body: { id: 'once', state: 'running' } });
    expect(again.body.history).toHaveLength(2);
    const { status, body } = await api.post('/v1/sagas', { definition: 'order', input: {} });
    expect({ status, id: body.id }).toEqual({ status: 201, id: expect.stringMatching(/^[\da-f-]{36}$/) });
  });

  it('happens once when many ask for it at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => start('crowded')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(39);
  });

  it('is not held up by many others that start', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => start(`many-${i}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  });

  it('refuses an id that runs another definition', async () => {
    await start('taken');
    expect(await start('taken', 'other')).toMatchObject({
      status: 409,
      body: { code: 'other-definition', detail: expect.stringContaining('choose another id') },
    });
  });

  it.each([
    ['definition', { definition: 'nobody', input: {} }],
    ['version', { definition: 'order', version: 7, input: {} }],
  ])('refuses an unknown %s', async (field, body) => {
    expect(await api.post('/v1/sagas', body)).toMatchObject({
      status: 422,
      type: expect.stringContaining('application/problem+json'),
      body: {
        code: 'unknown-definition',
        errors: [{ field, fix: expect.stringContaining('POST /v1/definitions') }],
      },
    });
  });
});

describe('listing sagas', () => {
  it('gives each of a definition once, page by page', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, i) => start(`listed-${i}`, 'other')));
    const seen: string[] = [];
    let next: string | null = '';
    do {
      const { body } = await api.get(`/v1/sagas?definition=other&limit=2${next && `&after=${next}`}`);
      seen.push(...body.sagas.map(({ id }) => id));
      next = body.next;
    } while (next);
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4].map((i) => `listed-${i}`));
  });

  it('filters by state, and counts the states', async () => {
    await start('finished');
    for (const step of ['charge', 'ship', 'confirm']) await api.reply('finished', step, SUCCESS);
    await api.untilState('finished', 'completed');
    const { body } = await api.get('/v1/sagas?state=completed');
    expect(body).toMatchObject({
      sagas: [{ id: 'finished', definition: 'order', state: 'completed' }],
      next: null,
    });
    expect((await api.get('/v1/sagas/counts')).body).toMatchObject({
      completed: 1,
      running: expect.any(Number),
    });
  });

  it('knows no saga that nobody started', async () => {
    expect(await api.get('/v1/sagas/nobody')).toMatchObject({
      status: 404,
      body: { code: 'unknown-saga', detail: expect.stringContaining('GET /v1/sagas') },
    });
  });
});

describe('an operator', () => {
  const act = (id: string, verb: string) =>
    api.post(`/v1/sagas/${id}/${verb}`, { by: 'ann', reason: 'agreed by phone' });

  /** A saga whose last step, after the pivot, was refused. */
  async function stuck(id: string): Promise<void> {
    await start(id);
    await api.reply(id, 'charge', SUCCESS);
    await api.reply(id, 'ship', SUCCESS);
    await api.reply(id, 'confirm', REFUSAL);
    const { attention } = await api.untilState(id, 'needs-attention');
    expect(attention).toMatchObject({
      step: 'confirm',
      choices: ['retry', 'skip'],
      reason: { code: 'refused' },
    });
  }

  it('retries the step that a saga is stuck at', async () => {
    await stuck('retried');
    const { status, body } = await act('retried', 'retry');
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'running', attention: null });
    expect(body.steps.at(-1)).toMatchObject({ name: 'confirm', state: 'waiting', attempt: 2 });
    expect(body.history).toContainEqual(
      expect.objectContaining({ type: 'operator-acted', act: 'retry', by: 'ann', reason: 'agreed by phone' }),
    );
  });

  it('skips that step', async () => {
    await stuck('skipped');
    expect(await act('skipped', 'skip')).toMatchObject({ status: 200, body: { state: 'completed' } });
  });

  it('cancels a saga that is before its pivot, and no other', async () => {
    await start('cancelled');
    expect(await act('cancelled', 'cancel')).toMatchObject({
      status: 200,
      body: {
        state: 'compensating',
        failure: { code: 'cancelled', message: 'cancelled by ann: agreed by phone' },
      },
    });
    await stuck('too-late');
    expect(await act('too-late', 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'act-not-possible', detail: expect.stringContaining('retry, skip') },
    });
  });

  it.each(['retry', 'skip'])('can not %s a saga that goes on by itself', async (verb) => {
    await start(`healthy-${verb}`);
    expect(await act(`healthy-${verb}`, verb)).toMatchObject({
      status: 409,
      body: { code: 'act-not-possible' },
    });
  });

  it.each(['retry', 'skip', 'cancel'])('can not %s a saga that nobody started', async (verb) => {
    expect(await act('nobody', verb)).toMatchObject({ status: 404, body: { code: 'unknown-saga' } });
  });
});

describe('health', () => {
  it.each([
    ['healthz', 'ok'],
    ['readyz', 'ready'],
  ])('/%s says %s', async (path, status) => {
    expect(await api.get(`/${path}`)).toMatchObject({ status: 200, body: { status } });
  });
});
