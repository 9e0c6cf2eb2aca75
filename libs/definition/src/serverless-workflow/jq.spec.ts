import { parseExpression } from '../expression.js';
import type { Json, JsonObject } from '../json.js';
import { evaluateJq, truth } from './jq.js';
import { celOf, reading, templateOf, unbracketed, type Value } from './value.js';

const scope = { dot: reading('input'), variables: { item: reading('item'), index: reading('index') } };
const cel = (jq: string) => unbracketed(celOf(evaluateJq(jq, scope)));
const condition = (jq: string) => unbracketed(truth(evaluateJq(jq, scope)));
const READABLE = ['input', 'steps', 'item', 'index'];

function evaluated(source: string, input: JsonObject): Json {
  return parseExpression(source, READABLE).evaluate({ input, steps: {}, item: {}, index: 0 });
}

it.each([
  ['.order.id', 'input.order.id'],
  ['.order["odd name"].id', "input.order['odd name'].id"],
  ['.lines[0].sku', 'input.lines[0].sku'],
  ['.lines.[0]', 'input.lines[0]'],
  ['."package"', "input['package']"],
  ['$item.sku', 'item.sku'],
  ['.a + .b * 2', 'input.a + (input.b * 2)'],
  ['.a - (.b - 1)', 'input.a - (input.b - 1)'],
  ['-3', '-3'],
  ['"it\\u0027s"', "'it\\'s'"],
  [
    '"order \\(.id) of \\(.customer.name)"',
    "'order ' + string(input.id) + ' of ' + string(input.customer.name)",
  ],
  ['.name | ascii_downcase', 'input.name.lowerAscii()'],
  ['.lines | length', 'size(input.lines)'],
  ['[.a, 1]', '[input.a, 1]'],
  ['{ id, total: .sum, "n": 1 }', "{'id': input.id, 'total': input.sum, 'n': 1}"],
  ['{ id: .id }.id', 'input.id'],
  ['.order | .id', 'input.order.id'],
])('reads %s', (jq, expected) => {
  expect(cel(jq)).toBe(expected);
  expect(() => parseExpression(expected, READABLE)).not.toThrow();
});

describe('a condition holds exactly when it does in jq', () => {
  it.each<[jq: string, holds: JsonObject[], holdsNot: JsonObject[]]>([
    ['.vip', [{ vip: true }, { vip: 0 }, { vip: '' }], [{ vip: false }, { vip: null }, {}]],
    ['.kind == "express"', [{ kind: 'express' }], [{ kind: 'slow' }, { kind: 1 }, { kind: null }, {}]],
    ['.kind != "express"', [{ kind: 'slow' }, { kind: null }, {}], [{ kind: 'express' }]],
    ['.error == null', [{}, { error: null }], [{ error: 'x' }, { error: false }]],
    ['.error != null', [{ error: 'x' }], [{}, { error: null }]],
    ['.a.b == 1', [{ a: { b: 1 } }], [{ a: {} }, {}, { a: null }]],
    ['.total > 100', [{ total: 100.5 }], [{ total: 100 }, {}]],
    ['100 < .total', [{ total: 101 }], [{ total: 100 }, {}]],
    ['.a == 1 and .b == 2 or .c', [{ a: 1, b: 2 }, { c: true }], [{ a: 1 }, { b: 2 }]],
    ['.a and (.b or .c)', [{ a: 1, c: 1 }], [{ b: 1, c: 1 }, { a: 1 }]],
    ['(.a == 1 | not)', [{ a: 2 }, {}], [{ a: 1 }]],
    ['.nick // .name', [{ name: 'n' }, { nick: 'n' }], [{ nick: false }, {}]],
    ['(.nick // "nobody") == "nobody"', [{}, { nick: null }], [{ nick: 'n' }]],
    ['(.sum / 2) == 3.5', [{ sum: 7 }], [{ sum: 6 }]],
    ['.items[0].sku == "a"', [{ items: [{ sku: 'a' }] }], [{ items: [] }, {}]],
    [
      'if .vip then .a else .b end == 1',
      [
        { vip: true, a: 1, b: 0 },
        { a: 0, b: 1 },
      ],
      [{ a: 1, b: 0 }],
    ],
    ['.name | startswith("x")', [{ name: 'xy' }], [{ name: 'yx' }]],
    ['has("name")', [{ name: null }], [{}]],
    ['.odd["a b"] == 1', [{ odd: { 'a b': 1 } }], [{ odd: {} }, {}]],
    ['true', [{}], []],
    ['null', [], [{}]],
  ])('%s', (jq, holds, holdsNot) => {
    const source = condition(jq);
    for (const input of holds) expect([input, evaluated(source, input)]).toEqual([input, true]);
    for (const input of holdsNot) expect([input, evaluated(source, input)]).toEqual([input, false]);
  });
});

it.each([
  ['.[] | .id', 'gives several values'],
  ['.a, .b', 'has ","'],
  ['map(.id)', 'the function map has no counterpart'],
  ['.a as $x | $x', 'as'],
  ['.a?', 'has "?"'],
  ['.a[1:2]', 'takes a slice'],
  ['. + { a: 1 }', 'CEL can not merge objects'],
  ['$nobody.id', 'there is no variable $nobody'],
  ['.a ==', 'ends too early'],
  ['"a', 'has a text without an end'],
  ['.a % 2', 'cuts its operands'],
  ['.a + null', 'calculates with null'],
  ['.[.key]', 'whose name is computed'],
  ['..', 'has ".."'],
  ['.a = 1', 'has "="'],
])('says that %s can not be said', (jq, why) => {
  expect(() => evaluateJq(jq, scope)).toThrow(why);
});

it('refuses what is too long, or nested too deep', () => {
  expect(() => evaluateJq('('.repeat(1_000), scope)).toThrow('is nested too deep');
  expect(() => evaluateJq(`.${'a'.repeat(3_000)}`, scope)).toThrow('is longer than');
});

it('knows what was put together before, and reads it there', () => {
  const order: Value = evaluateJq('{ id: .order.id, lines: [.first] }', scope);
  const read = (jq: string) => templateOf(evaluateJq(jq, { ...scope, dot: order }));
  expect(read('.id')).toBe('${ input.order.id }');
  expect(read('.lines[0]')).toBe('${ input.first }');
  expect(read('.missing')).toBeNull();
  expect(read('. + { vip: true }')).toEqual({
    id: '${ input.order.id }',
    lines: ['${ input.first }'],
    vip: true,
  });
});

it('keeps a text that looks like an expression of the saga a text', () => {
  const value = evaluateJq('"pay ${ 1 }"', scope);
  expect(evaluated((templateOf(value) as string).slice(2, -1), {})).toBe('pay ${ 1 }');
});
