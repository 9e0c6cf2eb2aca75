import { EvaluationBudget } from './evaluation-budget.js';
import { type Scope, ExpressionError, parseExpression } from './expression.js';

const parse = (source: string) => parseExpression(source, ['input']);
const numbers = Array.from({ length: 20_000 }, (_, i) => i);
const objects = Array.from({ length: 5_000 }, (_, i) => ({ a: i, b: i }));
const scope: Scope = { input: { numbers, objects, text: 'a'.repeat(500_000), word: 'b' + 'a'.repeat(240) } };

/** `seed` doubled `times` over: an expression as short as its value is long. */
function doubled(seed: string, times: number): string {
  const rounds = Array.from({ length: times }, (_, i) => `cel.bind(x${i + 1}, x${i} + x${i}, `);
  return `cel.bind(x0, ${seed}, ${rounds.join('')}x${times}${')'.repeat(times + 1)}`;
}

describe('an expression cannot reach what lies behind the data', () => {
  it.each([
    'input.__proto__',
    'input.prototype',
    'input.constructor',
    "input['__proto__']",
    "input['constructor']",
    "input['constructor']['constructor']('return 1')()",
    'input.toString',
    'input.numbers.length',
    'input.numbers.constructor',
    'input.text.constructor',
    'constructor',
    'this',
    'globalThis',
    'process.exit()',
  ])('%s', (source) => {
    expect(() => parse(source).evaluate(scope)).toThrow(ExpressionError);
  });

  it('leaves prototypes alone', () => {
    expect(parse("{'__proto__': {'polluted': true}}").evaluate(scope)).toEqual({});
    expect(
      parse('input').evaluate({ input: JSON.parse('{"__proto__":{"polluted":true}}') }),
    ).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('an expression is refused when it is', () => {
  it.each([
    ['too long', `'${'a'.repeat(2_000)}'`],
    ['too deeply nested', '('.repeat(1_000) + '1' + ')'.repeat(1_000)],
    ['made of too many parts', Array.from({ length: 600 }, () => '1').join('+')],
    ['a list of too many elements', `[${Array.from({ length: 201 }, () => 1).join()}]`],
  ])('%s', (_what, source) => {
    expect(() => parse(source)).toThrow(ExpressionError);
  });
});

describe('an expression that would take too long, or too much memory, is stopped in time', () => {
  it.each([
    'input.numbers.map(a, input.numbers.map(b, input.numbers.map(c, c)))',
    'input.numbers.all(a, input.numbers.all(b, input.numbers.all(c, c >= 0)))',
    'input.numbers.exists(a, input.numbers.exists(b, a + b < 0))',
    'input.numbers.exists(a, input.numbers.exists(b, a + b < 0)) || true',
    'input.numbers.map(a, input.numbers)',
    'input.numbers.filter(a, a in input.numbers)',
    'input.numbers.all(a, a.missing == 1 || true)',
    'input.objects.map(a, input.objects.map(b, a == b))',
    'input.objects.exists_one(a, a in input.objects)',
    'input.numbers.map(a, input.text.contains(input.word))',
    "input.text.split('').map(a, a + a)",
    doubled('input.text', 10),
    doubled('input.numbers', 10),
    `size(${doubled('input.text', 10)})`,
  ])('%s', (source) => {
    const budget = new EvaluationBudget(100_000);
    expect(() => parse(source).evaluate(scope, budget)).toThrow('costs more than one evaluation may');
  });

  it('within a fraction of a second', () => {
    const before = process.cpuUsage();
    const costly = parse('input.objects.exists(a, input.objects.exists(b, a == b && false)) || true');
    expect(() => costly.evaluate(scope)).toThrow('costs more than one evaluation may');
    // Measured: 0.2 s of processor time, several times that within the test runner.
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });

  it('but half a megabyte of data may be carried over', () => {
    expect(parse('input.text').evaluate(scope)).toHaveLength(500_000);
    expect(parse('input.objects.map(each, each.a)').evaluate(scope)).toHaveLength(5_000);
  });

  it('at the same place every time', () => {
    const enough = { input: { list: numbers.slice(0, 1_400) } };
    const tooMuch = { input: { list: numbers.slice(0, 1_500) } };
    const square = parse('size(input.list.filter(a, a in input.list))');
    expect(square.evaluate(enough)).toBe(1_400);
    expect(() => square.evaluate(tooMuch)).toThrow(ExpressionError);
  });

  it('and the next evaluation starts afresh', () => {
    const expression = parse('input.list.map(a, input.list)');
    expect(() => expression.evaluate({ input: { list: numbers } })).toThrow(ExpressionError);
    expect(expression.evaluate({ input: { list: [1, 2] } })).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});
