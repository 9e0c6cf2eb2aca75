import { createTestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

const YAML = `
name: refund
steps:
  - { name: pay, command: payments.pay, compensate: none }
`;
const JSON_FORM = { name: 'refund', steps: [{ name: 'pay', command: 'payments.pay', compensate: 'none' }] };

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));

it('takes a definition in YAML, and knows it again in JSON', async () => {
  const first = await api.post('/v1/definitions', YAML, 'application/yaml');
  expect(first).toMatchObject({ status: 201, body: { name: 'refund', version: 1, definition: JSON_FORM } });
  expect(await api.post('/v1/definitions', JSON_FORM)).toEqual({ ...first, status: 200 });
});

it('gives a changed definition the next version, and shows the latest or the one asked for', async () => {
  const changed = { ...JSON_FORM, name: 'changed' };
  await api.post('/v1/definitions', changed);
  expect(await api.post('/v1/definitions', { ...changed, deadline: '1h' })).toMatchObject({
    status: 201,
    body: { version: 2 },
  });
  expect((await api.get('/v1/definitions/changed')).body).toMatchObject({
    version: 2,
    definition: { deadline: '1h' },
  });
  expect((await api.get('/v1/definitions/changed?version=1')).body).toMatchObject({
    version: 1,
    definition: changed,
  });
  expect((await api.get('/v1/definitions/changed?version=3')).status).toBe(404);
  expect(await api.get('/v1/definitions/changed?version=new')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'version' }] },
  });
  const { body } = await api.get('/v1/definitions');
  expect(body.definitions.filter(({ name }) => name === 'changed')).toMatchObject([{ version: 2 }]);
  expect(await api.get('/v1/definitions/nobody')).toMatchObject({
    status: 404,
    body: { code: 'unknown-definition' },
  });
});

it('names every fault of a definition at once', async () => {
  const { status, body } = await api.post('/v1/definitions', {
    name: 'faulty',
    deadline: '1s',
    steps: [
      { name: 'one', command: 'payments.pay', input: { total: '${ input. }' }, compensate: 'none' },
      { name: 'one', command: 'stock.take' },
    ],
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'invalid-definition', detail: 'the definition has 4 fault(s)' });
  expect(body.errors.map(({ field }) => field).sort()).toEqual([
    '/deadline',
    '/steps/0/input/total',
    '/steps/1/compensate',
    '/steps/1/name',
  ]);
  for (const error of body.errors)
    expect(error).toMatchObject({ message: expect.any(String), fix: expect.any(String) });
  expect((await api.get('/v1/definitions/faulty')).status).toBe(404);
});

it('names the fields of a wrong shape', async () => {
  const { status, body } = await api.post('/v1/definitions', { name: 7, step: [] });
  expect(status).toBe(422);
  expect(body.errors.map(({ field }) => field).sort()).toEqual(['/name', '/step', '/steps']);
});

it.each([
  ['broken YAML', 'name: [refund\nsteps', 422, 'line'],
  ['U+0000 in YAML', 'name: nul\ndescription: "\\0"\nsteps: []', 400, 'U+0000'],
  ['nothing', '', 422, 'expected'],
])('refuses %s', async (_, text, status, said) => {
  const answer = await api.post('/v1/definitions', text, 'application/yaml');
  expect(answer.status).toBe(status);
  expect(answer.body.errors[0]!.message).toContain(said);
});
