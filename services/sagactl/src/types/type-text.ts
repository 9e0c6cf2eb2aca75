import type { Template } from '@saga/definition';

const WHOLE_EXPRESSION = /^\s*\$\{[^]*\}\s*$/;
const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** The TypeScript type of what a template gives; what an expression gives is known only when a saga runs. */
export function typeOf(template: Template): string {
  if (template === null) return 'null';
  if (typeof template === 'string') return WHOLE_EXPRESSION.test(template) ? 'Json' : 'string';
  if (Array.isArray(template)) return `(${unionOf(template.map(typeOf)) || 'never'})[]`;
  if (typeof template !== 'object') return typeof template;
  return objectType(Object.entries(template).map(([name, each]) => [name, typeOf(each)]));
}

export function objectType(fields: [name: string, type: string, isOptional?: boolean][]): string {
  if (fields.length === 0) return 'object';
  const written = fields.map(
    ([name, type, isOptional]) => `${fieldName(name)}${isOptional ? '?' : ''}: ${type}`,
  );
  return `{ ${written.join('; ')} }`;
}

export function unionOf(types: string[]): string {
  return [...new Set(types)].join(' | ');
}

function fieldName(name: string): string {
  return PLAIN_NAME.test(name) ? name : JSON.stringify(name);
}
