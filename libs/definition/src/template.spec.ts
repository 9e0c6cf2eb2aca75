import type { Json } from './json.js';
import { compileTemplate } from './template.js';

const faultsOf = (template: Json) => {
  const faults: string[] = [];
  compileTemplate(template, ['input'], (path, error) => faults.push(`${path}: ${error.message}`));
  return faults;
};
const render = (template: Json, input: Record<string, Json> = {}) => {
  expect(faultsOf(template)).toEqual([]);
  return compileTemplate(template, ['input'], () => undefined).render({ input });
};

describe('a template', () => {
  it('keeps JSON as it is and puts values in the place of expressions', () => {
    const template = {
      id: '${ input.id }',
      fixed: [1, true, null, 'text'],
      deep: { list: ['${input.tags}'] },
    };
    expect(render(template, { id: 7, tags: ['a', 'b'] })).toEqual({
      id: 7,
      fixed: [1, true, null, 'text'],
      deep: { list: [['a', 'b']] },
    });
  });

  it('may be one expression as a whole', () => {
    expect(render(' ${ input } ', { a: 1 })).toEqual({ a: 1 });
  });

  it('takes an expression over several lines, with braces and quotes in it', () => {
    expect(render("${ { 'a': input.a,\n 'b': '}' } }", { a: 1 })).toEqual({ a: 1, b: '}' });
  });

  it('leaves text without ${ alone', () => {
    expect(render({ price: '$5 {net}' })).toEqual({ price: '$5 {net}' });
  });

  it('does not change the prototype of what it gives', () => {
    const rendered = render(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.getPrototypeOf(rendered)).toBe(Object.prototype);
  });
});

describe('the faults of a template', () => {
  it('are named with their place, all at once', () => {
    expect(faultsOf({ a: '${ input. }', b: [{ c: '${ nobody }' }], d: 'Hello ${ input.name }' })).toEqual([
      '/a: ${ input. }: Expected IDENTIFIER, got EOF',
      '/b/0/c: ${ nobody }: Unknown variable: nobody',
      "/d: ${ Hello ${ input.name } }: mixes text and expression: write one expression, such as ${ 'a' + b }",
    ]);
  });

  it('include nesting too deep to be handled', () => {
    const deep = Array.from({ length: 10_000 }).reduce<Json>((inner) => [inner], 1);
    expect(faultsOf(deep)).toEqual([expect.stringContaining('is nested deeper than 64 levels')]);
  });
});

describe('the size of what a template gives', () => {
  it('is limited to what fits into one message', () => {
    const template = compileTemplate(
      { a: '${ input.text }', b: '${ input.text }' },
      ['input'],
      () => undefined,
    );
    expect(() => template.render({ input: { text: 'a'.repeat(300_000) } })).toThrow(
      'gives 600015 bytes, more than the 524288 that are allowed',
    );
  });

  it('is counted in bytes, not in characters', () => {
    const template = compileTemplate('${ input }', ['input'], () => undefined);
    expect(() => template.render({ input: { text: '€'.repeat(200_000) } })).toThrow('gives 600011 bytes');
  });

  it('is bounded before it is made: all expressions of a template share one budget', () => {
    const copies = Array.from({ length: 1_000 }, () => '${ input.text }');
    const template = compileTemplate(copies, ['input'], () => undefined);
    expect(() => template.render({ input: { text: 'a'.repeat(300_000) } })).toThrow('costs more than');
  });
});
