import { createTestDatabase } from '@saga/dev-stack';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { commandId } from '@saga/contracts';
import { type RunningApi, useApi } from '../testing/running-api.js';

const ENCODE = {
  name: 'encode',
  steps: [
    {
      ...{ name: 'film', command: 'studio.encode', timeout: '1s', retry: { attempts: 1 } },
      compensate: 'studio.discard',
    },
  ],
};

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', ENCODE);
});

const start = (id: string) => api.post('/v1/sagas', { definition: 'encode', id, input: {} });

/** Tells of progress in the participant's place; gives the id of the message. */
async function tell(sagaId: string, step: string, fraction: number, note?: string): Promise<string> {
  const id = randomUUID();
  const address = { sagaId, step, attempt: 1, direction: 'do' as const };
  const causationId = commandId(sagaId, step, 'do', 1);
  const time = new Date().toISOString();
  await api.send({ kind: 'progress', id, source: 'studio', ...address, causationId, fraction, note, time });
  return id;
}

const history = async (id: string) => (await api.get(`/v1/sagas/${id}`)).body.history;

describe('progress', () => {
  it('keeps a step waiting for longer than its timeout, and is shown with it', async () => {
    await start('long');
    for (const fraction of [0.2, 0.4, 0.6]) {
      await tell('long', 'film', fraction, 'encoding');
      await pause(500);
    }
    const { body } = await api.get('/v1/sagas/long');
    expect(body.steps).toMatchObject([
      { name: 'film', state: 'waiting', progress: { attempt: 1, fraction: 0.6, note: 'encoding' } },
    ]);
    await api.reply('long', 'film', { result: 'success', output: {} });
    const done = await api.untilState('long', 'completed');
    expect(done.steps).toMatchObject([{ state: 'succeeded', progress: null }]);
  });

  it('that is no more of use is left alone, without a dead letter', async () => {
    await start('done');
    await api.reply('done', 'film', { result: 'success', output: {} });
    await api.untilState('done', 'completed');
    const before = await history('done');
    await tell('done', 'film', 0.9);
    const letters = await api.deadLetters(await tell('done', 'polish', 0.1));
    expect(letters).toMatchObject([{ cause: { code: 'step-not-commanded', field: 'ce_sagastep' } }]);
    expect(await history('done')).toEqual(before);
    expect(api.letters).toHaveLength(1);
  });

  it('of a saga that nobody started is a dead letter', async () => {
    const letters = await api.deadLetters(await tell('nobody', 'film', 0.1));
    expect(letters).toMatchObject([{ cause: { code: 'unknown-saga' } }]);
  });
});
