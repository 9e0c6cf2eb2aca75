import { createTestDatabase } from '@saga/dev-stack';
import { sagaDefinitionSchema } from '@saga/definition';
import { type RunningApi, useApi } from '../testing/running-api.js';

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));

it('serves the schema of definitions to editors', async () => {
  const { status, type, body } = await api.get('/v1/schema/saga-definition');
  expect({ status, type }).toEqual({
    status: 200,
    type: expect.stringMatching(/^application\/schema\+json/),
  });
  expect(body).toEqual(JSON.parse(JSON.stringify(sagaDefinitionSchema)));
});
