import { stringify } from 'yaml';
import { compile } from '../../compile.js';
import { parseDefinition } from '../../parse-definition.js';
import type { SagaDefinition } from '../../saga-definition.js';

/** Expects that both forms of a saga are the same JSON, which goes through YAML unchanged and passes all checks. */
export function expectSame(built: SagaDefinition, yaml: string): void {
  expect(built).toStrictEqual(parseDefinition(yaml));
  expect(parseDefinition(stringify(built))).toStrictEqual(built);
  expect(parseDefinition(JSON.stringify(built))).toStrictEqual(built);
  compile(built, 1);
}
