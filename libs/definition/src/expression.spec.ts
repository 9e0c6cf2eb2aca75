import { type Scope, ExpressionError, parseExpression } from './expression.js';

const scope: Scope = {
  input: {
    name: 'Ada',
    quantity: 3,
    rate: 0.5,
    vip: true,
    none: null,
    tags: ['new', 'gift'],
    items: [
      { sku: 'pen', cents: 250 },
      { sku: 'ink', cents: 900 },
    ],
  },
  steps: { reserve: { id: 'r-1' } },
};
const evaluate = (source: string) => parseExpression(source, ['input', 'steps']).evaluate(scope);

describe('an expression', () => {
  it.each([
    ['a value of the input', 'input.name', 'Ada'],
    ['the output of a step', 'steps.reserve.id', 'r-1'],
    ['an element', 'input.items[1].sku', 'ink'],
    ['null', 'input.none', null],
    ['a whole object', 'steps.reserve', { id: 'r-1' }],
    ['text put together', "'order ' + input.name + '-' + string(input.quantity)", 'order Ada-3'],
    ['a choice', "input.vip ? 'fast' : 'slow'", 'fast'],
    ['a default', 'has(input.nick) ? input.nick : input.name', 'Ada'],
    ['a test of a list', "'gift' in input.tags", true],
    ['a count', 'size(input.items)', 2],
    ['a new list', 'input.items.map(item, item.cents * 2)', [500, 1800]],
    ['a selection', "input.items.filter(item, item.sku.startsWith('p'))", [{ sku: 'pen', cents: 250 }]],
    ['a quantifier', 'input.items.all(item, item.cents > 100)', true],
    ['a name for a part', 'cel.bind(total, input.quantity * 2, total + total)', 12],
    [
      'a new object',
      "{ 'who': input.name, 'list': [1, 'two', null] }",
      { who: 'Ada', list: [1, 'two', null] },
    ],
  ])('gives %s', (_what, source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe('numbers', () => {
  it.each([
    ['input.quantity * 2', 6],
    ['2 * input.quantity', 6],
    ['input.quantity + 1 - 0.5', 3.5],
    ['input.quantity / 2', 1.5],
    ['7 / 2', 3],
    ['input.quantity % 2', 1],
    ['input.quantity == 3', true],
    ['input.quantity >= 3 && input.rate < 1', true],
    ['-input.quantity', -3],
    ['int(input.rate * 7)', 3],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('from JSON and from the expression mix: %s is %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  it.each([
    ['1.0 / 0.0', "gives Infinity, which JSON can't carry exactly"],
    ['9007199254740993', "gives 9007199254740993, which JSON can't carry exactly"],
    ['1 / 0', 'division by zero'],
  ])('that JSON has no place for are refused: %s', (source, reason) => {
    expect(() => evaluate(source)).toThrow(new ExpressionError(source, reason));
  });
});

describe('what cannot be an expression is refused when it is read', () => {
  it.each([
    ['bad grammar', 'input.', 'Expected IDENTIFIER, got EOF'],
    ['nothing', '', 'Unexpected token: EOF'],
    ['a variable that is not there', 'order.id', 'Unknown variable: order'],
    ['operands that do not fit', "1 + 'a'", 'no such overload: int + string'],
    [
      'a function that does not exist',
      'now()',
      /^\$\{ now\(\) \}: there is no function now\(\), only has, size/,
    ],
    ['a regular expression', "input.name.matches('(a+)+$')", /there is no function matches\(\)/],
  ])('%s', (_what, source, reason) => {
    const parse = () => parseExpression(source, ['input', 'steps']);
    expect(parse).toThrow(ExpressionError);
    expect(parse).toThrow(reason);
  });
});

describe('what goes wrong with the data at hand is an ExpressionError that says what', () => {
  it.each([
    ['input.nick', 'No such key: nick'],
    ['steps.charge.id', 'No such key: charge'],
    ['input.name.first', /No such key: first/],
    ['input.tags[7]', /7/],
    ['input.name + input.quantity', /no such overload/],
    ["'a\\u0000b'", 'gives a text with U+0000 or half of a surrogate pair in it'],
    ["{'\\u0000': 1}", 'gives a text with U+0000 or half of a surrogate pair in it'],
    ["b'bytes'", "gives a object, which JSON can't carry exactly"],
  ])('%s', (source, reason) => {
    expect(() => evaluate(source)).toThrow(ExpressionError);
    expect(() => evaluate(source)).toThrow(reason);
  });
});

it('tells which paths it reads, and which of them only under has(...)', () => {
  const { references } = parseExpression("has(steps.a.x) ? steps.a['x'] : input.items[0].cents", [
    'input',
    'steps',
  ]);
  expect(references).toEqual([
    { path: ['steps', 'a', 'x'], guarded: true },
    { path: ['steps', 'a', 'x'], guarded: false },
    { path: ['input', 'items'], guarded: false },
  ]);
});
