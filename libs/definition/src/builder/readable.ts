import type { Template } from '../saga-definition.js';
import { type Given, type Reference, referenceTo, sourceOf, type Stands } from './reference.js';
import { render } from './render.js';

/** What a step may read: the saga's input, the outputs of the steps before it, and what only its flow can read. */
export type Readable<Input, Outputs, Variables = unknown> = {
  input: Reference<Input>;
  steps: { readonly [Name in keyof Outputs & string]: Reference<Outputs[Name]> };
} & References<Variables>;

export type References<Variables> = { readonly [Name in keyof Variables]: Reference<Variables[Name]> };

/** An object that is known when the saga runs, written as what it reads. */
export type Templated<Read> = (read: Read) => Given<object>;

/** An expression that gives a T, written as what it reads, or as its text. */
export type Expressed<T, Read> = string | ((read: Read) => Stands<T>);

/** Every name is a reference to what an expression calls so: which of them there are is for the compiler to say. */
const ANYTHING = new Proxy({}, { get: (_target, name) => referenceTo(String(name)) });

export function templateOf(template: ((read: never) => unknown) | undefined): Template | undefined {
  return template && render(template(ANYTHING as never));
}

/** Throws TypeError when what is written is no reference and no expression. */
export function expressionOf(expressed: Expressed<unknown, never>): string {
  if (typeof expressed === 'string') return expressed;
  const source = sourceOf(expressed(ANYTHING as never));
  if (source === undefined) throw new TypeError('an expression is a reference, or made by "expression"');
  return source;
}
