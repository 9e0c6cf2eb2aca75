import { sagaDefinitionSchema } from '@saga/definition';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { type RunningApi, startApi } from '../testing/running-api.js';

let database: TestDatabase;
let api: RunningApi;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi(database.url);
});
afterAll(async () => {
  await api.stop();
  await database.dispose();
});

it('serves the schema of definitions to editors', async () => {
  const { status, type, body } = await api.get('/v1/schema/saga-definition');
  expect({ status, type }).toEqual({
    status: 200,
    type: expect.stringMatching(/^application\/schema\+json/),
  });
  expect(body).toEqual(JSON.parse(JSON.stringify(sagaDefinitionSchema)));
});
