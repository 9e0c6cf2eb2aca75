import { type Metadata, status } from '@grpc/grpc-js';
import { createTestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

const ORDER = { name: 'order', steps: [{ name: 'charge', command: 'payments.charge', compensate: 'none' }] };

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.grpc('RegisterDefinition', { definition: ORDER });
});

it('answers over gRPC what REST answers, without what is null', async () => {
  await api.grpc('StartSaga', { definition: 'order', id: 'g-1', input: { amount: 12.5 } });
  const { body } = await api.get('/v1/sagas/g-1');
  const saga = await api.grpc('GetSaga', { id: 'g-1' });
  expect(saga).toMatchObject({ id: 'g-1', state: 'running', input: { amount: 12.5 } });
  expect(saga['history']).toEqual(JSON.parse(JSON.stringify(body.history)));
  expect(saga).not.toHaveProperty('failure');
});

it('takes the trace of the caller out of its metadata', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
  await api.grpc('StartSaga', { definition: 'order', id: 'g-2', input: {} }, { traceparent });
  expect((await api.get('/v1/sagas/g-2')).body.traceId).toBe(traceId);
});

it('takes a definition as a text in YAML, too', async () => {
  const text = 'name: paid\nsteps:\n  - { name: pay, command: bank.pay, compensate: none }\n';
  expect(await api.grpc('RegisterDefinition', { definition: text })).toMatchObject({
    name: 'paid',
    version: 1,
  });
});

it.each([
  ['GetSaga', { id: 'nobody' }, status.NOT_FOUND, 'unknown-saga'],
  ['RetrySaga', { id: 'g-1', by: '', reason: 'x' }, status.INVALID_ARGUMENT, 'invalid-request'],
  ['RetrySaga', { id: 'g-1', by: 'ann', reason: 'x' }, status.FAILED_PRECONDITION, 'act-not-possible'],
  ['StartSaga', { definition: 'nothing', input: {} }, status.INVALID_ARGUMENT, 'unknown-definition'],
  ['ListSagas', { limit: 501 }, status.INVALID_ARGUMENT, 'invalid-request'],
])('refuses %s %j as REST does, with the problem in its metadata', async (rpc, request, code, problem) => {
  const error = (await api.grpc(rpc, request).catch((thrown: unknown) => thrown)) as {
    code: number;
    metadata: Metadata;
  };
  expect(error.code).toBe(code);
  expect(JSON.parse(String(error.metadata.get('problem-bin')[0]))).toMatchObject({ code: problem });
});
