import type { CommandStep, RetryPolicy, SagaDefinition } from '@saga/definition';
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

/** Sagas of one to eight steps: with a pivot anywhere or without, some steps with nothing to undo. */
export const randomDefinition: fc.Arbitrary<SagaDefinition> = fc
  .record({
    parts: fc.array(fc.record({ action: order, undoing }), { minLength: 1, maxLength: 8 }),
    pivot: fc.option(fc.nat({ max: 7 })),
    deadline: fc.option(milliseconds(100, 800)),
  })
  .map(({ parts, pivot, deadline }) => ({
    name: 'any',
    ...(deadline !== null && { deadline }),
    steps: parts.map(({ action, undoing }, i): CommandStep => {
      const name = `s${i + 1}`;
      if (pivot !== null && i >= pivot)
        return { name, command: `any.${name}`, ...action, ...(i === pivot && { pivot: true }) };
      return {
        name,
        command: `any.${name}`,
        ...action,
        compensate: undoing ? { command: `any.undo-${name}`, ...undoing } : 'none',
      };
    }),
  }));
