import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

let database: TestDatabase;
let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api, database } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', {
    name: 'impatient',
    steps: [
      {
        name: 'wait',
        command: 'nobody.answers',
        timeout: '50ms',
        retry: { attempts: 1 },
        compensate: 'nobody.undoes',
      },
    ],
  });
});

it('undoes a saga whose step is not answered in time', async () => {
  await api.post('/v1/sagas', { definition: 'impatient', id: 'late', input: {} });
  expect(await api.untilState('late', 'compensating')).toMatchObject({
    failure: { code: 'timeout', step: 'wait' },
    steps: [{ name: 'wait', state: 'failed', unknown: true, compensation: { state: 'waiting' } }],
  });
});

it('holds up no other saga when one can not be woken, and wakes that one once it can', async () => {
  await database.pool.query(
    `ALTER TABLE saga.sagas ADD CONSTRAINT asleep CHECK (id <> 'asleep' OR status = 'running')`,
  );
  await api.post('/v1/sagas', { definition: 'impatient', id: 'asleep', input: {} });
  await api.post('/v1/sagas', { definition: 'impatient', id: 'awake', input: {} });
  await api.untilState('awake', 'compensating');
  await api.untilState('asleep', 'running');

  await database.pool.query('ALTER TABLE saga.sagas DROP CONSTRAINT asleep');
  await database.pool.query(`UPDATE saga.sagas SET wake_at = now() WHERE id = 'asleep'`);
  await api.untilState('asleep', 'compensating');
});
