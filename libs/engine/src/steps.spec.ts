import type { Execution, StepState } from './saga-state.js';
import { Steps } from './steps.js';

const action = (status: Execution['status']) =>
  ({ status, mayHaveEffect: status === 'succeeded' }) as Execution;
const step = (path: string, order: number, status: Execution['status'] = 'waiting'): StepState => ({
  path,
  order,
  action: action(status),
  compensation: null,
});

describe('the steps of a saga', () => {
  const steps = Steps.of([step('c', 2), step('a', 0, 'succeeded'), step('b', 1, 'backing-off')]);

  it('come in the order in which they began', () => {
    expect([...steps].map(({ path }) => path)).toEqual(['a', 'b', 'c']);
    expect(steps.latest(2).map(({ path }) => path)).toEqual(['b', 'c']);
  });

  it('are found by their path', () => {
    expect(steps.get('b')?.order).toBe(1);
    expect(steps.get('d')).toBeUndefined();
    expect(steps.has('a')).toBe(true);
  });

  it('are told apart by whether anything is still to come of them', () => {
    expect(steps.inFlight().map(({ path }) => path)).toEqual(['b', 'c']);
    const undoing = steps.with({ ...step('a', 0, 'succeeded'), compensation: action('waiting') });
    expect(undoing.inFlight().map(({ path }) => path)).toEqual(['a', 'b', 'c']);
    expect(
      undoing
        .with(step('b', 1, 'failed'))
        .inFlight()
        .map(({ path }) => path),
    ).toEqual(['a', 'c']);
  });

  it('stand until they are undone, the latest first', () => {
    const all = steps.with(step('c', 2, 'succeeded')).with(step('b', 1, 'succeeded'));
    expect([...all.standing()].map(({ path }) => path)).toEqual(['c', 'b', 'a']);
    const undone = all.with({ ...step('b', 1, 'succeeded'), compensation: action('succeeded') });
    expect([...undone.standing()].map(({ path }) => path)).toEqual(['c', 'a']);
  });

  it('are never changed: one more makes another collection', () => {
    const more = steps.with(step('d', 3));
    expect([steps.size, more.size]).toEqual([3, 4]);
    expect(more.with(step('d', 3, 'succeeded')).size).toBe(4);
  });
});
