import type {
  CommandStep,
  Compensation,
  JsonObject,
  Option,
  RetryPolicy,
  SagaDefinition,
  SagaStep,
  Step,
} from '@saga/definition';
import fc from 'fast-check';

const milliseconds = (min: number, max: number) => fc.integer({ min, max }).map((ms) => `${ms}ms`);

const retry: fc.Arbitrary<RetryPolicy> = fc.record({
  attempts: fc.integer({ min: 1, max: 4 }),
  backoff: milliseconds(1, 50),
  factor: fc.constantFrom(1, 2, 3),
  maxBackoff: milliseconds(1, 200),
  jitter: fc.constantFrom(0, 0.2, 1),
  nonRetryable: fc.constantFrom([], ['hopeless']),
});

const order = fc.record({ timeout: milliseconds(10, 100), retry });
const undoing = fc.option(order, { freq: 4 });
/** Now and then one that can't be rendered. */
const input = fc.constantFrom(...Array<object>(15).fill({}), {
  value: '${ input.missing }',
}) as fc.Arbitrary<JsonObject>;

/** What stands beside a command, or does it in place of a participant. */
const beside = fc.constantFrom(
  'nothing',
  'nothing',
  'status',
  'lock',
  'reread',
  'verify',
  'commutative',
  'child',
);
type Beside = typeof beside extends fc.Arbitrary<infer T> ? T : never;

/** How two neighbours are put together, or what becomes of the first, or stands before it. */
const grouping = fc.constantFrom(
  ...(['delay', 'signal', 'parallel', 'any', 'try', 'each', 'repeat', 'first', 'second', 'neither'] as const),
);
type Grouping = typeof grouping extends fc.Arbitrary<infer T> ? T : never;

const parts = fc.record({ action: order, undoing, input, beside });
type Part = typeof parts extends fc.Arbitrary<infer T> ? T : never;

/**
 * Sagas of one to eight steps: with a pivot anywhere or without, some steps with nothing to undo, and neighbours on
 * the same side of the pivot in groups. Groups of groups come from putting together what is together already.
 */
export const randomDefinition: fc.Arbitrary<SagaDefinition> = fc
  .record({
    parts: fc.array(parts, { minLength: 1, maxLength: 8 }),
    pivot: fc.option(fc.oneof(fc.constant(0), fc.nat({ max: 7 }))),
    deadline: fc.option(milliseconds(100, 800)),
    groupings: fc.array(fc.record({ at: fc.nat({ max: 6 }), how: grouping }), { maxLength: 4 }),
    undoingOrder: fc.constantFrom('reverse', 'reverse', 'parallel', 'custom'),
    concurrency: fc.integer({ min: 1, max: 3 }),
    onFailure: fc.option(parts, { freq: 3 }),
  })
  .map(({ parts, pivot, deadline, groupings, undoingOrder, concurrency, onFailure }) => {
    const written = parts.map((part, i) => writeStep(part, i, pivot, undoingOrder === 'custom'));
    return {
      name: 'any',
      ...(deadline !== null && { deadline }),
      steps: groupings.reduce<Step[]>(grouped, written),
      compensation: { order: undoingOrder, concurrency },
      ...(onFailure && { onFailure: [writeStep({ ...onFailure, input: {} }, 100, 0, false)] }),
    };
  });

function writeStep(part: Part, i: number, pivot: number | null, isOrderOwn: boolean): Step {
  const { action, input, beside } = part;
  const name = `s${i + 1}`;
  const isPivot = i === pivot;
  if (beside === 'child' && !isPivot) return { name, saga: 'other', input } satisfies SagaStep;
  const isAfter = pivot !== null && i > pivot;
  return {
    ...{ name, command: `any.${name}`, input, ...action },
    ...besideCommand(beside, name),
    ...(isPivot ? { pivot: true } : !isAfter && { compensate: compensation(part, i, isOrderOwn) }),
  } satisfies CommandStep;
}

function besideCommand(beside: Beside, name: string): Partial<CommandStep> {
  switch (beside) {
    case 'status':
      return { status: { command: `any.${name}-status`, timeout: '20ms', deadline: '60ms' } };
    case 'lock':
      return { lock: { key: "'any'", timeout: '50ms' } };
    case 'reread':
      return { reread: { command: 'any.read', unchanged: 'true' } };
    case 'commutative':
      return { commutative: true };
    default:
      return {};
  }
}

/** In an order of their own, steps now and then are undone after the one before them. */
function compensation({ undoing, beside }: Part, i: number, isOrderOwn: boolean): Compensation | 'none' {
  if (!undoing) return 'none';
  const after = isOrderOwn && i > 0 && i % 2 === 1 ? { after: [`s${i}`] } : {};
  const verify = beside === 'verify' ? { verify: { command: `any.check-s${i + 1}` } } : {};
  return { command: `any.undo-s${i + 1}`, ...undoing, ...after, ...verify };
}

function grouped(steps: Step[], { at, how }: { at: number; how: Grouping }, index: number): Step[] {
  const [left, right] = [steps[at], steps[at + 1]];
  const name = `${how}${index}`;
  if (how === 'delay') return steps.toSpliced(at, 0, { name, delay: '40ms' });
  if (how === 'signal')
    return steps.toSpliced(at, 0, { name, signal: 'go', ...(at % 2 === 0 && { timeout: '90ms' }) });
  if (!left || isPivot(left)) return steps;
  if (how === 'each')
    return steps.toSpliced(at, 1, {
      name,
      each: { in: LISTS[at % LISTS.length]!, concurrency: 2, steps: [left] },
    });
  if (how === 'repeat')
    return steps.toSpliced(at, 1, {
      ...{ name, repeat: { until: `round >= ${at % 3}`, atMost: at % 4 === 3 ? 1 : 3, steps: [left] } },
    });
  if (!right || isPivot(right)) return steps;
  const isUndoable = !steps.slice(0, at).some(isPivot);
  if ((how === 'any' || how === 'try') && !isUndoable) return steps;
  return steps.toSpliced(at, 2, group(name, how, left, right));
}

const LISTS = ['[1, 2, 3]', '[1]', '[]'];

function group(name: string, how: Grouping, left: Step, right: Step): Step {
  if (how === 'parallel') return { name, parallel: { branches: { left: [left], right: [right] } } };
  if (how === 'any') return { name, parallel: { join: 'any', branches: { left: [left], right: [right] } } };
  if (how === 'try')
    return { name, try: [{ steps: [left] }, { when: "failure.code != 'hopeless'", steps: [right] }] };
  const choose: Option[] = [
    { when: String(how === 'first'), steps: [left] },
    { ...(how === 'neither' && { when: 'false' }), steps: [right] },
  ];
  return { name, choose };
}

function isPivot(step: Step): boolean {
  return 'command' in step && step.pivot === true;
}
