import { createTestDatabase } from '@saga/dev-stack';
import { asyncApi, topics } from '@saga/contracts';
import { compile, conversationOf } from '@saga/definition';
import { type RunningApi, useApi } from '../testing/running-api.js';

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));

const definition = (command: string) => ({
  name: 'order',
  startOn: [{ event: 'order.placed', topic: 'shop.orders', key: 'event.data.id' }],
  steps: [{ name: 'charge', command, input: { order: '${ input.id }' }, compensate: 'none' }],
});
const documentOf = (...plans: ReturnType<typeof compile>[]) =>
  JSON.parse(
    JSON.stringify(asyncApi({ topics: topics(), conversations: plans.map(conversationOf) })),
  ) as object;

it('serves the messages of the versions in use: not those of a version that no saga runs any more', async () => {
  expect((await api.get('/v1/asyncapi.json')).body).toEqual(documentOf());
  await api.post('/v1/definitions', definition('payments.charge'));
  await api.post('/v1/sagas', { definition: 'order', id: 'order-1', input: { id: 'order-1' } });
  await api.post('/v1/definitions', definition('bank.charge'));

  const { status, type, body } = await api.get('/v1/asyncapi.json');
  expect({ status, type }).toEqual({
    status: 200,
    type: expect.stringMatching(/^application\/vnd\.aai\.asyncapi\+json; ?version=3\.0\.0/),
  });
  const [first, second] = ['payments.charge', 'bank.charge'].map((command, i) =>
    compile(definition(command), i + 1),
  );
  expect(body).toEqual(documentOf(first!, second!));

  await api.reply('order-1', 'charge', { result: 'success', output: {} });
  await api.untilState('order-1', 'completed');
  expect((await api.get('/v1/asyncapi.json')).body).toEqual(documentOf(second!));
});
