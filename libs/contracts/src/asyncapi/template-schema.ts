import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../messages.js';

const EXPRESSION = /^\s*\$\{[^]*\}\s*$/;

/** The JSON Schema of what a definition's template gives: its fields are known, what an expression gives is not. */
export function templateSchema(template: Json): JsonObject {
  if (typeof template === 'string' && EXPRESSION.test(template)) return {};
  if (Array.isArray(template)) return { type: 'array', minItems: template.length, maxItems: template.length };
  if (template === null || typeof template !== 'object') return { const: template };
  const fields = Object.entries(template).map(([name, value]) => [name, templateSchema(value)]);
  return {
    type: 'object',
    required: Object.keys(template),
    properties: Object.fromEntries(fields) as JsonObject,
  };
}

/** The JSON Schema of what any of the templates gives. */
export function anyOfTemplates(templates: Json[]): JsonObject {
  const schemas = templates.map(templateSchema);
  const distinct = schemas.filter(
    (schema, i) => schemas.findIndex((each) => isDeepStrictEqual(each, schema)) === i,
  );
  return distinct.length === 1 ? distinct[0]! : { anyOf: distinct };
}
