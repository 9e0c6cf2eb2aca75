import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sagaDefinitionSchema } from '@saga/definition';
import { recorded } from '../testing/recorded.js';

const PUBLISHED = join(__dirname, '../../../../docs/schema/saga-definition.schema.json');

it('prints the schema', async () => {
  const { status, out } = await recorded(['schema']);
  expect({ status, schema: JSON.parse(out) }).toEqual({ status: 0, schema: sagaDefinitionSchema });
});

it('is published as it is now; if not: npm run build && npm run schema -w @saga/sagactl', async () => {
  expect(readFileSync(PUBLISHED, 'utf8')).toBe((await recorded(['schema'])).out);
});
