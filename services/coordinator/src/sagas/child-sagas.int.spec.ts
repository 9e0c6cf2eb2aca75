import { createTestDatabase } from '@saga/dev-stack';
import type { Outcome, Start, Undo } from '@saga/contracts';
import { type RunningApi, useApi } from '../testing/running-api.js';

/** Books a hotel, has the trip insured by a saga of its own, and books the flight. */
const TRIP = {
  name: 'trip',
  steps: [
    { name: 'hotel', command: 'hotels.book', compensate: 'hotels.cancel' },
    {
      name: 'insure',
      saga: 'insurance',
      input: { cents: '${ input.cents }' },
      output: { policy: '${ reply.policy }' },
    },
    {
      name: 'fly',
      command: 'flights.book',
      input: { policy: '${ steps.insure.policy }' },
      compensate: 'flights.cancel',
    },
  ],
};
const INSURANCE = {
  name: 'insurance',
  steps: [
    { name: 'quote', command: 'insurers.quote', compensate: 'none' },
    { name: 'sign', command: 'insurers.sign', compensate: 'insurers.cancel' },
  ],
  output: { policy: '${ steps.sign.policy }' },
};
const SUCCESS: Outcome = { result: 'success', output: {} };
const SIGNED: Outcome = { result: 'success', output: { policy: 'p-7' } };
const REFUSED: Outcome = { result: 'business', failure: { code: 'no-seat', message: 'no' } };
const TIME = '2026-01-31T12:00:00.000Z';

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', TRIP);
  await api.post('/v1/definitions', INSURANCE);
});

/** Starts a trip; its child is under way. */
async function insuring(id: string, definition = 'trip'): Promise<string> {
  await api.post('/v1/sagas', { definition, id, input: { cents: 500 } });
  await api.reply(id, 'hotel', SUCCESS);
  const child = `${id}/insure`;
  await api.untilStep(child, 'quote', 'waiting');
  return child;
}

/** Starts a trip whose child is completed. */
async function insured(id: string): Promise<string> {
  const child = await insuring(id);
  await api.reply(child, 'quote', SUCCESS);
  await api.untilStep(child, 'sign', 'waiting');
  await api.reply(child, 'sign', SIGNED);
  await api.untilStep(id, 'fly', 'waiting');
  return child;
}

describe('a step that another saga does', () => {
  it('succeeds with the output of that saga once it is completed', async () => {
    const child = await insured('sunny');
    const { body } = await api.get(`/v1/sagas/${encodeURIComponent(child)}`);
    expect(body).toMatchObject({
      ...{ definition: 'insurance', state: 'completed', input: { cents: 500 }, output: { policy: 'p-7' } },
      parent: { sagaId: 'sunny', step: 'insure', attempt: 1 },
      children: [],
    });
    expect((await api.get('/v1/sagas/sunny')).body).toMatchObject({
      parent: null,
      children: [{ step: 'insure', attempt: 1, id: child, definition: 'insurance', state: 'completed' }],
      steps: [{}, { name: 'insure', output: { policy: 'p-7' } }, { input: { policy: 'p-7' } }],
    });
  });

  it('fails as a refusal when that saga was undone', async () => {
    const child = await insuring('refused');
    await api.reply(child, 'quote', REFUSED);
    expect(await api.untilState('refused', 'compensating')).toMatchObject({
      failure: { code: 'no-seat', step: 'insure' },
      steps: [{ compensation: { state: 'waiting' } }, { name: 'insure', state: 'failed', unknown: false }],
    });
  });

  it('is undone by having that saga undone, even when that is completed', async () => {
    const child = await insured('rainy');
    await api.reply('rainy', 'fly', REFUSED);
    expect(await api.untilState(child, 'compensating')).toMatchObject({
      failure: { code: 'undone-by-parent' },
    });
    expect((await api.get('/v1/sagas/rainy')).body.state).toBe('compensating');
    await api.reply(child, 'sign', SUCCESS, 'undo');
    await api.untilState(child, 'compensated');
    const { steps } = await api.untilCompensation('rainy', 'insure', 'succeeded');
    expect(steps[0]).toMatchObject({ name: 'hotel', compensation: { state: 'waiting' } });
    await api.reply('rainy', 'hotel', SUCCESS, 'undo');
    await api.untilState('rainy', 'compensated');
  });

  it('is undone while that saga is still under way', async () => {
    const child = await insuring('cancelled');
    await api.post('/v1/sagas/cancelled/cancel', { by: 'ann', reason: 'no longer wanted' });
    await api.untilState(child, 'compensated');
    await api.reply('cancelled', 'hotel', SUCCESS, 'undo');
    await api.untilState('cancelled', 'compensated');
  });

  it('calls for a person when that saga can not be undone any more', async () => {
    const [hotel, , fly] = TRIP.steps;
    const final = { name: 'final', steps: [{ name: 'sign', command: 'insurers.sign', pivot: true }] };
    await api.post('/v1/definitions', final);
    await api.post('/v1/definitions', {
      name: 'bold-trip',
      steps: [hotel, { name: 'insure', saga: 'final' }, { ...fly, input: {} }],
    });
    await api.post('/v1/sagas', { definition: 'bold-trip', id: 'bold', input: {} });
    await api.reply('bold', 'hotel', SUCCESS);
    await api.untilStep('bold/insure', 'sign', 'waiting');
    await api.reply('bold/insure', 'sign', SUCCESS);
    await api.untilStep('bold', 'fly', 'waiting');
    await api.reply('bold', 'fly', REFUSED);
    expect(await api.untilState('bold', 'needs-attention')).toMatchObject({
      attention: { step: 'insure', direction: 'undo', reason: { code: 'not-undoable' } },
    });
  });

  it('may have children of its own', async () => {
    const steps = [{ name: 'outing', saga: 'trip', input: { cents: 1 } }];
    await api.post('/v1/definitions', { name: 'school-year', steps });
    await api.post('/v1/sagas', { definition: 'school-year', id: 'year', input: {} });
    await api.untilStep('year/outing', 'hotel', 'waiting');
    await api.reply('year/outing', 'hotel', SUCCESS);
    await api.untilStep('year/outing/insure', 'quote', 'waiting');
    await api.reply('year/outing/insure', 'quote', REFUSED);
    await api.untilState('year/outing', 'compensating');
    await api.reply('year/outing', 'hotel', SUCCESS, 'undo');
    expect(await api.untilState('year', 'compensated')).toMatchObject({
      failure: { code: 'no-seat', step: 'outing' },
    });
  });

  it('goes on in the trace of its saga', async () => {
    const traceId = 'a'.repeat(32);
    await api.send({
      ...{ kind: 'start', id: 'traced', source: 'spec', sagaId: 'traced', definition: 'trip', time: TIME },
      ...{ input: { cents: 1 }, traceparent: `00-${traceId}-${'b'.repeat(16)}-01` },
    });
    await api.untilStep('traced', 'hotel', 'waiting');
    await api.reply('traced', 'hotel', SUCCESS);
    await api.untilStep('traced/insure', 'quote', 'waiting');
    for (const id of ['traced', 'traced%2Finsure'])
      expect((await api.get(`/v1/sagas/${id}`)).body.traceId).toBe(traceId);
  });
});

describe('a saga that can not be started for a step', () => {
  it('for want of a definition is a refusal of the step, and a dead letter', async () => {
    const [hotel] = TRIP.steps;
    const steps = [hotel, { name: 'insure', saga: 'nowhere' }];
    await api.post('/v1/definitions', { name: 'lost-trip', steps });
    await api.post('/v1/sagas', { definition: 'lost-trip', id: 'lost', input: {} });
    await api.reply('lost', 'hotel', SUCCESS);
    expect(await api.untilState('lost', 'compensating')).toMatchObject({
      failure: {
        ...{ code: 'unknown-definition', step: 'insure' },
        message: 'no definition "nowhere" is registered',
      },
    });
    const [letter] = await api.deadLetters('lost/insure:start:1');
    expect(letter!.cause.code).toBe('unknown-definition');
  });

  it.each([
    ['the same definition', 'insurance', 'already-started'],
    ['another definition', 'trip', 'other-definition'],
  ])('since somebody has its id for %s is a refusal, too', async (_, definition, code) => {
    const id = `taken-by-${definition}`;
    await api.post('/v1/sagas', { definition, id: `${id}/insure`, input: { cents: 1 } });
    await api.post('/v1/sagas', { definition: 'trip', id, input: { cents: 1 } });
    await api.reply(id, 'hotel', SUCCESS);
    expect(await api.untilState(id, 'compensating')).toMatchObject({ failure: { code, step: 'insure' } });
    expect((await api.get(`/v1/sagas/${encodeURIComponent(`${id}/insure`)}`)).body.state).toBe('running');
  });
});

describe('a saga whose undoing comes before its start', () => {
  // Whoever asks is not there, so that the replies to it end as dead letters, where they can be seen.
  const asked = {
    ...{ source: 'saga-coordinator', definition: 'insurance', input: { cents: 500 }, time: TIME },
    parent: { sagaId: 'nobody', step: 'insure', attempt: 1 },
  };
  const start = (sagaId: string): Start => ({ kind: 'start', id: `${sagaId}:start:1`, sagaId, ...asked });
  const undo = (sagaId: string, attempt = 1): Undo => {
    return { kind: 'undo', id: `${sagaId}:undo:${attempt}`, sagaId, attempt, ...asked };
  };
  const reply = async (id: string) => (await api.deadLetters(`${id}:reply`))[0]!.original;

  it('is undone without having done anything, and answers so; its start changes nothing', async () => {
    await api.send(undo('unborn'));
    await api.send(start('unborn'));
    const { headers, value } = await reply('unborn:undo:1');
    expect(headers).toMatchObject({
      ...{ ce_sagaid: 'nobody', ce_sagastep: 'insure', ce_sagadirection: 'undo', ce_sagaattempt: '1' },
      ce_causationid: 'unborn:undo:1',
    });
    expect(JSON.parse(String(value))).toEqual({ output: {} });
    await api.send(undo('unborn', 2));
    expect((await reply('unborn:undo:2')).headers).toMatchObject({ ce_sagaattempt: '2' });
    expect((await api.get('/v1/sagas/unborn')).body).toMatchObject({ state: 'compensated', steps: [] });
  });

  it('is answered in the same way when there is no such definition', async () => {
    await api.send({ ...undo('stateless'), definition: 'nowhere' });
    const { headers, value } = await reply('stateless:undo:1');
    expect(headers).toMatchObject({ ce_sagadirection: 'undo' });
    expect(JSON.parse(String(value))).toEqual({ output: {} });
    expect((await api.get('/v1/sagas/stateless')).status).toBe(404);
  });
});
