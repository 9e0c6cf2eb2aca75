import type { CommandStep, JsonObject, Option, RetryPolicy, SagaDefinition, Step } from '@saga/definition';
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

/** How two neighbours are put together, side by side or one in place of the other; or a pause before the first. */
const grouping = fc.constantFrom('delay', 'parallel', 'first', 'second', 'neither');
type Grouping = typeof grouping extends fc.Arbitrary<infer T> ? T : never;

/**
 * Sagas of one to eight steps: with a pivot anywhere or without, some steps with nothing to undo, and neighbours on
 * the same side of the pivot in groups. Groups of groups come from putting together what is together already.
 */
export const randomDefinition: fc.Arbitrary<SagaDefinition> = fc
  .record({
    parts: fc.array(fc.record({ action: order, undoing, input }), { minLength: 1, maxLength: 8 }),
    pivot: fc.option(fc.oneof(fc.constant(0), fc.nat({ max: 7 }))),
    deadline: fc.option(milliseconds(100, 800)),
    groupings: fc.array(fc.record({ at: fc.nat({ max: 6 }), how: grouping }), { maxLength: 4 }),
  })
  .map(({ parts, pivot, deadline, groupings }) => {
    const commands = parts.map(({ action, undoing, input }, i): CommandStep => {
      const name = `s${i + 1}`;
      if (pivot !== null && i >= pivot)
        return { name, command: `any.${name}`, input, ...action, ...(i === pivot && { pivot: true }) };
      return {
        name,
        command: `any.${name}`,
        input,
        ...action,
        compensate: undoing ? { command: `any.undo-${name}`, ...undoing } : 'none',
      };
    });
    const steps = groupings.reduce<Step[]>(grouped, commands);
    return { name: 'any', ...(deadline !== null && { deadline }), steps };
  });

/** The steps that a saga of this definition takes, if nothing fails: what stands in the other options is not for it. */
export function stepsTaken(steps: Step[]): string[] {
  return steps.flatMap((step) => {
    if ('parallel' in step) return Object.values(step.parallel.branches).flatMap(stepsTaken);
    if ('choose' in step) return stepsTaken(step.choose.find(({ when }) => when !== 'false')?.steps ?? []);
    return 'command' in step ? [step.name] : [];
  });
}

function grouped(steps: Step[], { at, how }: { at: number; how: Grouping }, index: number): Step[] {
  const [left, right] = [steps[at], steps[at + 1]];
  if (how === 'delay') return steps.toSpliced(at, 0, { name: `pause${index}`, delay: '40ms' });
  if (!left || !right || isPivot(left) || isPivot(right)) return steps;
  const name = `${how}${left.name}${right.name}`;
  return steps.toSpliced(at, 2, group(name, how, left, right));
}

function group(name: string, how: Grouping, left: Step, right: Step): Step {
  if (how === 'parallel') return { name, parallel: { branches: { left: [left], right: [right] } } };
  const choose: Option[] = [
    { when: String(how === 'first'), steps: [left] },
    { ...(how === 'neither' && { when: 'false' }), steps: [right] },
  ];
  return { name, choose };
}

function isPivot(step: Step): boolean {
  return 'command' in step && step.pivot === true;
}
