import { InvalidDefinition } from './fault.js';
import { MAX_DEFINITION_BYTES, parseDefinition } from './parse-definition.js';

it('reads YAML', () => {
  expect(parseDefinition('name: order\nsteps:\n  - { name: a, command: b.c }')).toEqual({
    name: 'order',
    steps: [{ name: 'a', command: 'b.c' }],
  });
});

it('reads JSON', () => {
  expect(parseDefinition('{"name": "order", "steps": []}')).toEqual({ name: 'order', steps: [] });
});

describe('text that cannot be read is refused with line and column', () => {
  it.each([
    ['a key twice', 'name: a\nname: b', 'line 2, column 1: Map keys must be unique'],
    ['a tab', 'steps:\n\t- a', 'line 2, column 1: Tabs are not allowed as indentation'],
    ['an open bracket', 'steps: [a', 'line 1, column 10: Flow sequence in block collection must be'],
    ['two documents', 'name: a\n---\nname: b', 'line 2, column 1: Source contains multiple documents'],
  ])('%s', (_what, text, message) => {
    expect(() => parseDefinition(text)).toThrow(InvalidDefinition);
    expect(() => parseDefinition(text)).toThrow(message);
  });
});

describe('text that would do harm is refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
    'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
    'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
  ].join('\n');

  it.each([
    ['too long', 'a'.repeat(MAX_DEFINITION_BYTES + 1), 'longer than 262144 bytes'],
    ['aliases that multiply', bomb, "can't be read: Excessive alias count"],
    ['an alias that leads nowhere', 'a: *b', "can't be read: Unresolved alias"],
    ['lists in lists', '['.repeat(20_000), 'nested deeper than 100 levels'],
    ['lists in lists, closed', '['.repeat(100_000) + ']'.repeat(100_000), 'nested deeper than 100 levels'],
    ['items in items', '- '.repeat(100_000), 'nested deeper than 100 levels'],
    ['keys in keys', '? '.repeat(100_000), 'nested deeper than 100 levels'],
    ['objects in objects', '{a: '.repeat(60_000), 'nested deeper than 100 levels'],
  ])('%s', (_what, text, message) => {
    expect(() => parseDefinition(text)).toThrow(InvalidDefinition);
    expect(() => parseDefinition(text)).toThrow(message);
  });
});
