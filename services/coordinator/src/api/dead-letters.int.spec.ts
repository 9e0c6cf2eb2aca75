import { setTimeout as pause } from 'node:timers/promises';
import { createTestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

const WHY = { by: 'ann', reason: 'the definition is there now' };

interface Letter {
  id: string;
  state: string;
  cause: { code: string };
  closed: object | null;
  recurrence: object;
  message: object;
}

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));

const start = (sagaId: string, definition: string) =>
  api.send({
    ...{ kind: 'start', id: sagaId, source: 'shop', sagaId, definition, input: {} },
    time: new Date().toISOString(),
  });
const bodyOf = async <T>(answer: Promise<{ body: unknown }>) => (await answer).body as T;
const listed = async (query: string) =>
  (await bodyOf<{ letters: Letter[]; next: string | null }>(api.get(`/v1/dead-letters?${query}`))).letters;
/** The letters that match, once there are so many. */
async function letters(query: string, count = 1): Promise<Letter[]> {
  for (;;) {
    const found = await listed(query);
    if (found.length >= count) return found;
    await pause(5);
  }
}
const act = (path: string, body: object = {}) => api.post(`/v1/dead-letters/${path}`, { ...WHY, ...body });

it('a letter is listed, counted, shown, tried and redriven, and another redrive changes nothing', async () => {
  await start('s-1', 'late');
  const [{ id } = { id: '' }] = await letters('saga=s-1');
  const shown = await bodyOf<Letter>(api.get(`/v1/dead-letters/${id}`));
  expect(shown).toMatchObject({
    ...{ state: 'open', consumerGroup: 'saga-coordinator', topic: 'saga.start', closed: null },
    cause: { code: 'unknown-definition', field: 'definition', fix: expect.any(String) },
    message: { key: 's-1', value: { format: 'json', data: { definition: 'late', input: {} } } },
    recurrence: { seen: 1, cameBack: 0, lastRedrive: null },
  });
  const { groups } = await bodyOf<{ groups: object[] }>(api.get('/v1/dead-letters/groups?topic=saga.start'));
  expect(groups).toMatchObject([{ code: 'unknown-definition', open: 1, latest: id }]);

  await api.post('/v1/definitions', {
    name: 'late',
    steps: [{ name: 'a', command: 'any.a', compensate: 'none' }],
  });
  const tried = await act(`${id}/redrive`, { dryRun: true });
  expect(tried).toMatchObject({
    status: 200,
    body: { effects: [{ saga: 's-1', state: null, isAwaited: true }] },
  });
  expect((await api.get('/v1/sagas/s-1')).status).toBe(404);

  for (let i = 0; i < 2; i++)
    expect(await act(`${id}/redrive`)).toMatchObject({
      status: 200,
      body: { state: 'redriven', closed: WHY },
    });
  await api.untilState('s-1', 'running');
  expect(await act(`${id}/discard`)).toMatchObject({ status: 409, body: { code: 'dead-letter-closed' } });
  expect(await letters('saga=s-1')).toHaveLength(1);
});

it('a fix is applied, or refused with the field at fault', async () => {
  await start('s-2', 'nobody');
  const [{ id } = { id: '' }] = await letters('saga=s-2');
  const patch = (value: unknown) => [{ op: 'replace', path: '/definition', value }];
  const refused = await act(`${id}/redrive`, { patch: patch(7) });
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'still-malformed', errors: [{ field: 'definition' }] },
  });
  expect(await act(`${id}/redrive`, { patch: patch('late'), headers: { note: 'mended' } })).toMatchObject({
    status: 200,
    body: { closed: { fix: { patch: patch('late'), headers: { note: 'mended' } } } },
  });
  await api.untilState('s-2', 'running');
});

it('many are tried, redriven and discarded by a filter, call after call', async () => {
  for (const id of ['m-1', 'm-2', 'm-3']) await start(id, 'none');
  const open = (await letters('state=open', 3)).map(({ id }) => id).reverse();
  const tried = await act('redrive', { code: 'unknown-definition', limit: 2, dryRun: true });
  expect(tried.body).toMatchObject({
    letters: [{ id: open[0], trial: expect.any(Object) }, { id: open[1] }],
    left: 1,
  });
  expect(await letters('state=open', 3)).toHaveLength(3);

  const first = await act('discard', { code: 'unknown-definition', limit: 2 });
  expect(first.body).toMatchObject({ left: 1, next: expect.stringMatching(/^\d+-\d+$/) });
  const second = await act('redrive', { code: 'unknown-definition', after: first.body.next });
  expect(second.body).toMatchObject({ letters: [{ id: open[2], refusal: null }], left: 0, next: null });
  const [back] = await letters('cameBack=true');
  expect(back!.recurrence).toMatchObject({
    seen: 2,
    cameBack: 1,
    lastRedrive: { letter: open[2], by: 'ann' },
  });
});

it.each([
  ['limit=0', 'limit'],
  ['state=lost', 'state'],
  ['from=yesterday', 'from'],
  ['cameBack=perhaps', 'cameBack'],
  ['after=x', 'after'],
])('a list with %s is refused', async (query, field) => {
  expect(await api.get(`/v1/dead-letters?${query}`)).toMatchObject({
    status: 400,
    body: { errors: [{ field }] },
  });
});

it.each<[string, object, number, string]>([
  ['1/redrive', { headers: { a: 1 } }, 400, 'headers'],
  ['1/redrive', { patch: {} }, 400, 'patch'],
  ['1/redrive', { patch: [], value: null }, 400, 'value'],
  ['1/redrive', { reason: '' }, 400, 'reason'],
  ['1/discard', { by: '' }, 400, 'by'],
  ['redrive', {}, 400, 'until'],
  ['discard', { code: 'x', after: '7' }, 400, 'after'],
])('%s with %j is refused', async (path, body, status, field) => {
  expect(await act(path, body)).toMatchObject({ status, body: { errors: [{ field }] } });
});

it.each(['999999', 'abc'])('there is no letter %s', async (id) => {
  expect(await api.get(`/v1/dead-letters/${id}`)).toMatchObject({
    status: 404,
    body: { code: 'unknown-dead-letter' },
  });
  expect(await act(`${id}/redrive`)).toMatchObject({ status: 404 });
});
