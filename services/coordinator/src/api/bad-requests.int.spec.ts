import { createTestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));

const start = { definition: 'order', input: {} };
const answer = { by: 'ann', comment: 'as agreed' };
const decision = { by: 'ann', reason: 'because' };
const canary = { ...decision, version: 2, percent: 10 };

/** [where, field, value sent, what the error says of it]; undefined leaves the field out. */
const wrong: [path: string, good: object, field: string, value: unknown, said: string][] = [
  ['/v1/sagas', start, 'definition', undefined, 'definition is missing'],
  ['/v1/sagas', start, 'definition', 7, 'definition is 7'],
  ['/v1/sagas', start, 'definition', '', 'definition is ""'],
  ['/v1/sagas', start, 'version', 'two', 'version is "two"'],
  ['/v1/sagas', start, 'version', 1.5, 'version is 1.5'],
  ['/v1/sagas', start, 'version', 0, 'version is 0'],
  ['/v1/sagas', start, 'version', 2 ** 31, 'version is 2147483648'],
  ['/v1/sagas', start, 'id', 12, 'id is 12'],
  ['/v1/sagas', start, 'id', 'with space', 'id is "with space"'],
  ['/v1/sagas', start, 'id', 'x'.repeat(201), `id is "${'x'.repeat(59)}…`],
  ['/v1/sagas', start, 'input', undefined, 'input is missing'],
  ['/v1/sagas', start, 'input', 'text', 'input is "text"'],
  ['/v1/sagas', start, 'input', [1], 'input is [1]'],
  ['/v1/sagas', start, 'input', null, 'input is null'],
  ['/v1/sagas', start, 'sku', 'tea', 'sku is not a field of this request'],
  ['/v1/sagas/s/retry', decision, 'by', undefined, 'by is missing'],
  ['/v1/sagas/s/retry', decision, 'by', { name: 'ann' }, 'by is {"name":"ann"}'],
  ['/v1/sagas/s/skip', decision, 'by', '', 'by is ""'],
  ['/v1/sagas/s/skip', decision, 'reason', undefined, 'reason is missing'],
  ['/v1/sagas/s/signals', { name: 'paid' }, 'name', undefined, 'name is missing'],
  ['/v1/sagas/s/signals', { name: 'paid' }, 'name', 7, 'name is 7'],
  ['/v1/sagas/s/signals', { name: 'paid' }, 'data', [1], 'data is [1]'],
  ['/v1/sagas/s/signals', { name: 'paid' }, 'data', 'text', 'data is "text"'],
  ['/v1/sagas/s/signals', { name: 'paid' }, 'step', 'wait', 'step is not a field of this request'],
  ['/v1/sagas/s/approve', answer, 'by', undefined, 'by is missing'],
  ['/v1/sagas/s/approve', answer, 'step', 7, 'step is 7'],
  ['/v1/sagas/s/reject', answer, 'comment', undefined, 'comment is missing'],
  ['/v1/sagas/s/reject', answer, 'comment', '', 'comment is ""'],
  ['/v1/sagas/s/cancel', decision, 'reason', true, 'reason is true'],
  ['/v1/definitions/d/deactivate', decision, 'by', undefined, 'by is missing'],
  ['/v1/definitions/d/activate', decision, 'reason', '', 'reason is ""'],
  ['/v1/definitions/d/rollback', { ...decision, version: 1 }, 'version', '1', 'version is "1"'],
  ['/v1/definitions/d/rollback', { ...decision, version: 1 }, 'reason', undefined, 'reason is missing'],
  ['/v1/definitions/d/canary', canary, 'version', null, 'version is null'],
  ['/v1/definitions/d/canary', canary, 'percent', 101, 'percent is 101'],
  ['/v1/definitions/d/canary', canary, 'percent', 0.5, 'percent is 0.5'],
  ['/v1/definitions/d/canary', canary, 'percent', undefined, 'percent is missing'],
  ['/v1/sagas/s/cancel', decision, 'reason', 'x'.repeat(2_001), `reason is "${'x'.repeat(59)}…`],
];

it.each(wrong)(
  'POST %s %j with a bad %s (%j) names it and the fix',
  async (path, good, field, value, said) => {
    const { status, type, body } = await api.post(path, { ...good, [field]: value });
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, code: 'invalid-request', detail: said });
    expect(body.errors).toEqual([
      { field, message: said, fix: expect.stringMatching(/must be|must say|remove/) },
    ]);
    expect(body.errors[0]!.fix).toContain(field);
  },
);

it.each([
  ['state', 'asleep'],
  ['definition', ''],
  ['limit', '0'],
  ['limit', '501'],
  ['limit', 'ten'],
  ['after', 'not/a/token'],
  ['after', 'bm9uc2Vuc2U'],
  ['after', Buffer.from('["2026-01-01","a\\u0000"]').toString('base64url')],
  ['color', 'red'],
])('GET /v1/sagas?%s=%s is refused', async (field, value) => {
  const { status, body } = await api.get(`/v1/sagas?${field}=${encodeURIComponent(value)}`);
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    { field, message: expect.stringContaining(field), fix: expect.stringContaining(field) },
  ]);
});

it.each(['0', '501', 'ten'])('GET /v1/approvals?limit=%s is refused', async (limit) => {
  const { status, body } = await api.get(`/v1/approvals?limit=${limit}`);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([
    { field: 'limit', fix: 'limit must be a whole number from 1 to 500, or left out' },
  ]);
});

it('names each of several bad fields once', async () => {
  const { body } = await api.post('/v1/sagas', { definition: 7, version: 'x', input: [] });
  expect(body.errors.map(({ field }) => field)).toEqual(['definition', 'version', 'input']);
  expect(body.detail).toBe('definition is 7; version is "x"; input is []');
});

it.each([
  ['input.lines[1].note', '/v1/sagas', { ...start, input: { lines: [{}, { note: 'a\0b' }] } }],
  ['reason', '/v1/sagas/s/retry', { ...decision, reason: 'half a pair \ud800' }],
  ['definition.description', '/v1/definitions', { name: 'a', description: '\0', steps: [] }],
])('refuses %s that the database can not keep', async (field, path, sent) => {
  expect(await api.post(path, sent)).toMatchObject({
    status: 400,
    body: {
      code: 'invalid-request',
      errors: [{ field, fix: expect.stringContaining('remove the character') }],
    },
  });
});

it('refuses U+0000 in a path and in a query', async () => {
  expect(await api.get('/v1/sagas/a%00b')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'id' }] },
  });
  expect(await api.get('/v1/definitions/a%00b')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'name' }] },
  });
  expect(await api.get('/v1/sagas?definition=%00')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'definition' }] },
  });
});

it.each(['{"definition": ', 'nonsense', '"a text"', '7'])(
  'refuses the body %s, which is no JSON object',
  async (sent) => {
    const { status, body } = await api.post('/v1/sagas', sent);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'malformed-body', detail: expect.stringContaining('JSON') });
  },
);

it('refuses a body that is an array, and one that is missing', async () => {
  expect(await api.post('/v1/sagas', [start])).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'body', fix: 'the body must be a JSON object' }] },
  });
  const { status, body } = await api.post('/v1/sagas');
  expect(status).toBe(400);
  expect(body.errors).toContainEqual(
    expect.objectContaining({ field: 'definition', message: 'definition is missing' }),
  );
});

it('refuses a body of 2 MB', async () => {
  const sent = { ...start, input: { text: 'x'.repeat(2_000_000) } };
  expect(await api.post('/v1/sagas', sent)).toMatchObject({
    status: 413,
    body: { code: 'body-too-large', detail: expect.stringContaining('send a reference') },
  });
});

it('says nothing of its inside where there is nothing', async () => {
  expect(await api.get('/v1/nothing')).toMatchObject({ status: 404, body: { code: 'request-refused' } });
  expect((await api.get('/v1/sagas/%E0%A4%A')).status).toBe(400);
});
