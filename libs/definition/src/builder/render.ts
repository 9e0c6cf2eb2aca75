import type { Json } from '../json.js';
import { sourceOf } from './reference.js';

/** An input as it is written in TypeScript, as the template it stands for. Throws at what JSON can't say. */
export function render(value: unknown): Json {
  const source = sourceOf(value);
  if (source !== undefined) return `\${ ${source} }`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (Array.isArray(value)) return value.map(render);
  if (typeof value === 'object') {
    const fields = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(fields.map(([name, each]) => [name, render(each)]));
  }
  throw new TypeError(`an input can't hold a ${typeof value}: give JSON, references and expressions`);
}
