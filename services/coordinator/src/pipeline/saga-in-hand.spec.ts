import { compile } from '@saga/definition';
import type { SagaInput } from '@saga/engine';
import type { SagaRecord } from '@saga/store';
import { SagaInHand } from './saga-in-hand.js';

const plan = compile(
  {
    name: 'order',
    steps: [
      { name: 'slow', command: 'stock.reserve', timeout: '60s', compensate: 'stock.release' },
      { name: 'fast', command: 'payments.charge', timeout: '10s', compensate: 'payments.refund' },
    ],
  },
  1,
);
const START: SagaInput = { type: 'start', sagaId: 's', definition: 'order', input: {}, at: 0 };
const done = (step: string, at: number): SagaInput => {
  const outcome = { result: 'success' as const, output: {} };
  return { type: 'reply', step, direction: 'do', attempt: 1, outcome, at };
};

/** The saga as it lies in the database after these inputs, with an alarm of our choice. */
function stored(inputs: SagaInput[], wakeAt: number | null): SagaRecord {
  const hand = new SagaInHand(plan, null, null);
  for (const input of inputs) hand.apply(input);
  return { ...hand.change(0)!.after, wakeAt };
}

describe('the alarm', () => {
  it('of a new saga is set to what is due next', () => {
    expect(stored([START], null).state.steps.get('slow')?.action.dueAt).toBe(60_000);
    const hand = new SagaInHand(plan, null, null);
    hand.apply(START);
    expect(hand.change(0)!.after.wakeAt).toBe(60_000);
  });

  it('is left as it is when it rings earlier than needed', () => {
    const hand = new SagaInHand(plan, stored([START], 30_000), null);
    hand.apply(done('slow', 25_000));
    expect(hand.wakeAt(25_000)).toBe(30_000);
  });

  it('is set anew when it would ring too late', () => {
    const hand = new SagaInHand(plan, stored([START], 60_000), null);
    hand.apply(done('slow', 1_000));
    expect(hand.wakeAt(1_000)).toBe(11_000);
  });

  it('is set anew when it is over', () => {
    const hand = new SagaInHand(plan, stored([START], 5_000), null);
    hand.apply({ type: 'tick', at: 5_000 });
    expect(hand.wakeAt(5_000)).toBe(60_000);
  });

  it('is taken away when nothing is to be waited for', () => {
    const hand = new SagaInHand(plan, stored([START, done('slow', 1)], 10_001), null);
    hand.apply(done('fast', 2));
    expect(hand.wakeAt(2)).toBeNull();
  });
});

it('collects what several messages do to a saga into one change', () => {
  const before = stored([START], 60_000);
  const hand = new SagaInHand(plan, before, null);
  hand.apply(done('slow', 1));
  hand.apply(done('fast', 2));
  const change = hand.change(2)!;
  expect(change.before).toBe(before);
  expect(change.after.state.status).toBe('completed');
  expect(change.after.state.revision).toBe(before.state.revision + change.events.length);
  expect(change.compensations).toEqual([
    { type: 'register-compensation', step: 'fast', command: 'payments.refund', input: {} },
  ]);
});

it('has nothing to write when a message changed nothing', () => {
  const hand = new SagaInHand(plan, stored([START], 60_000), null);
  expect(hand.apply({ ...done('slow', 1), attempt: 9 } as SagaInput).ignored?.code).toBe('attempt-not-made');
  expect(hand.change(1)).toBeNull();
});

it('keeps the trace in which the saga began', () => {
  const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
  const record = { ...stored([START], null), trace };
  expect(new SagaInHand(plan, record, { traceparent: 'another' }).trace).toBe(trace);
  expect(new SagaInHand(plan, null, trace).trace).toBe(trace);
});
