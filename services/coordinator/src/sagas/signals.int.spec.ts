import { createTestDatabase } from '@saga/dev-stack';
import type { JsonObject, Outcome } from '@saga/contracts';
import { type RunningApi, useApi } from '../testing/running-api.js';

const DELIVERY = {
  name: 'delivery',
  steps: [
    { name: 'load', command: 'van.load', compensate: 'van.unload' },
    { name: 'address', signal: 'address-confirmed', output: { street: '${ signal.street }' } },
    { name: 'drive', command: 'van.drive', input: { to: '${ steps.address.street }' }, compensate: 'none' },
  ],
};
const LOAN = {
  name: 'loan',
  steps: [
    {
      name: 'consent',
      approval: { question: { cents: '${ input.cents }' }, approvers: ['risk', 'sales'] },
    },
    { name: 'pay', command: 'bank.pay', compensate: 'none' },
  ],
};
const SUCCESS: Outcome = { result: 'success', output: {} };

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', DELIVERY);
  await api.post('/v1/definitions', LOAN);
});

const start = (id: string, definition = 'delivery') =>
  api.post('/v1/sagas', { definition, id, input: { cents: 500 } });
const confirm = (id: string, street = 'Main Street 1') =>
  api.post(`/v1/sagas/${id}/signals`, { name: 'address-confirmed', data: { street } });

describe('a signal over HTTP', () => {
  it('is taken by the step that waits for it', async () => {
    await start('waits');
    await api.reply('waits', 'load', SUCCESS);
    await api.untilStep('waits', 'address', 'waiting');
    const { status, body } = await confirm('waits');
    expect(status).toBe(200);
    expect(body.steps.at(-1)).toMatchObject({ name: 'drive', input: { to: 'Main Street 1' } });
  });

  it('is kept for the step that will wait for it, and shown meanwhile', async () => {
    await start('early');
    expect((await confirm('early')).body).toMatchObject({
      state: 'running',
      signals: { 'address-confirmed': [{ street: 'Main Street 1' }] },
    });
    await api.reply('early', 'load', SUCCESS);
    expect(await api.untilStep('early', 'drive', 'waiting')).toMatchObject({ signals: {} });
  });

  it('may say nothing but its name', async () => {
    await api.post('/v1/definitions', { name: 'bell', steps: [{ name: 'rung', signal: 'ring' }] });
    await start('bell', 'bell');
    expect(await api.post('/v1/sagas/bell/signals', { name: 'ring' })).toMatchObject({
      status: 200,
      body: { state: 'completed', steps: [{ name: 'rung', output: {} }] },
    });
    expect(await api.post('/v1/sagas/bell/signals', { name: 'ring' })).toMatchObject({
      status: 409,
      body: { code: 'saga-finished' },
    });
  });

  it.each([
    ['a saga that nobody started', 'nobody', 'address-confirmed', 404, 'unknown-saga'],
    ['a name that no step waits for', 'known', 'adress-confirmed', 409, 'unknown-signal'],
  ])('for %s is refused', async (_, id, name, status, code) => {
    await start('known');
    expect(await api.post(`/v1/sagas/${id}/signals`, { name, data: {} })).toMatchObject({
      status,
      body: { code },
    });
  });
});

describe('a signal over Kafka', () => {
  const signal = (id: string, sagaId: string, data: JsonObject = {}) =>
    api.send({
      ...{ kind: 'signal', id, source: 'call-centre', sagaId, name: 'address-confirmed', data },
      time: new Date().toISOString(),
    });

  it('is taken by the step that waits for it, once however often it is sent', async () => {
    await start('called');
    await api.reply('called', 'load', SUCCESS);
    await api.untilStep('called', 'address', 'waiting');
    for (let times = 0; times < 3; times++) await signal('call-1', 'called', { street: 'Hill 2' });
    expect(await api.untilStep('called', 'drive', 'waiting')).toMatchObject({
      step: { input: { to: 'Hill 2' } },
      signals: {},
    });
  });

  it('for a saga that nobody started becomes a dead letter that says so', async () => {
    await signal('call-2', 'not-started');
    const [letter] = await api.deadLetters('call-2');
    expect(letter!.cause).toMatchObject({
      code: 'unknown-saga',
      fix: expect.stringContaining('when its saga has started'),
    });
  });
});

describe('an approval', () => {
  const answer = (id: string, verb: string, more: object = {}) =>
    api.post(`/v1/sagas/${id}/${verb}`, { by: 'ann', comment: 'as agreed', ...more });
  const open = async () => (await api.get('/v1/approvals?limit=500')).body.approvals;

  it('is listed with its question until somebody has approved', async () => {
    await start('granted', 'loan');
    expect(await open()).toContainEqual({
      ...{ saga: 'granted', definition: 'loan', version: 1, step: 'consent' },
      ...{ question: { cents: 500 }, approvers: ['risk', 'sales'] },
      ...{ since: expect.stringMatching(/^20.*Z$/), due: null },
    });
    const { status, body } = await answer('granted', 'approve');
    expect({ status, state: body.state }).toEqual({ status: 200, state: 'running' });
    expect(body.steps).toMatchObject([
      { name: 'consent', state: 'succeeded', output: { by: 'ann', comment: 'as agreed' } },
      { name: 'pay', state: 'waiting' },
    ]);
    expect(body.history).toContainEqual(
      expect.objectContaining({ type: 'approval-given', step: 'consent', approved: true, by: 'ann' }),
    );
    expect((await open()).filter(({ saga }) => saga === 'granted')).toEqual([]);
  });

  it('turns the saga round when somebody rejects', async () => {
    await start('refused', 'loan');
    expect((await answer('refused', 'reject')).body).toMatchObject({
      state: 'compensated',
      failure: { code: 'rejected', message: 'ann: as agreed', step: 'consent' },
    });
    expect((await open()).filter(({ saga }) => saga === 'refused')).toEqual([]);
  });

  it('is given by default when nobody answers in time', async () => {
    const [consent, pay] = LOAN.steps as [{ approval: object }, object];
    const steps = [{ ...consent, timeout: '100ms', approval: { default: 'approve' } }, pay];
    await api.post('/v1/definitions', { name: 'quick-loan', steps });
    await start('silent', 'quick-loan');
    expect(await open()).toContainEqual(
      expect.objectContaining({ saga: 'silent', question: null, due: expect.stringMatching(/Z$/) }),
    );
    expect(await api.untilStep('silent', 'consent', 'succeeded')).toMatchObject({
      step: { output: { by: 'default' } },
    });
    expect((await open()).filter(({ saga }) => saga === 'silent')).toEqual([]);
  });

  it('has to name its step where several are open', async () => {
    const [consent] = LOAN.steps;
    const branches = { a: [{ ...consent, name: 'risk' }], b: [{ ...consent, name: 'sales' }] };
    await api.post('/v1/definitions', { name: 'joint', steps: [{ name: 'both', parallel: { branches } }] });
    await start('joint', 'joint');
    expect(await answer('joint', 'approve')).toMatchObject({
      status: 409,
      body: { code: 'act-not-possible', detail: expect.stringContaining('risk, sales') },
    });
    expect((await answer('joint', 'approve', { step: 'risk' })).status).toBe(200);
    expect((await answer('joint', 'approve')).body.state).toBe('completed');
  });

  it.each(['approve', 'reject'])('can not be given to a saga that asks nothing (%s)', async (verb) => {
    await start(`silent-${verb}`);
    expect(await answer(`silent-${verb}`, verb)).toMatchObject({
      status: 409,
      body: { code: 'not-waiting' },
    });
    expect(await answer('nobody', verb)).toMatchObject({ status: 404, body: { code: 'unknown-saga' } });
  });

  it('no longer stands open when the saga is cancelled', async () => {
    await start('cancelled', 'loan');
    await api.post('/v1/sagas/cancelled/cancel', { by: 'ann', reason: 'no longer wanted' });
    expect((await open()).filter(({ saga }) => saga === 'cancelled')).toEqual([]);
  });
});
