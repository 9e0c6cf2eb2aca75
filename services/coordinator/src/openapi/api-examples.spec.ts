import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATORS } from '../coordinator.module.js';
import { operationsOf } from '../operations/operation.js';
import { RequestValidation } from '../api/request-validation.js';
import { expectDocumented } from '../testing/documented-answers.js';
import type { Example } from './open-api.js';

const FOLDER = join(__dirname, '../../api-examples');
const OPERATIONS = operationsOf(OPERATORS);

it('have one for each operation, and no other', () => {
  const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
  expect(names.sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
});

it.each(OPERATIONS)(
  '$name is asked as the coordinator takes it, and answered as it is documented',
  async (operation) => {
    const { request, answer } = JSON.parse(
      readFileSync(join(FOLDER, `${operation.name}.json`), 'utf8'),
    ) as Example;
    const { method, path, request: metatype } = operation;
    if (metatype) await new RequestValidation().transform(request, { type: 'custom', metatype });
    else expect(request).toEqual({});
    expect(() => expectDocumented(method, path.replaceAll(/:\w+/g, 'x'), 200, answer)).not.toThrow();
    expect(Object.keys(answer as object)).not.toEqual([]);
  },
);
