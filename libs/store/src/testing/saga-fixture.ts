import { compile, type JsonObject, type Plan } from '@saga/definition';
import { decide, nextWake, type SagaEffect, type SagaInput } from '@saga/engine';
import type { SagaChange, SagaRecord, StoredTrace } from '../saga-record.js';

/** A saga with everything that a row can hold: compensations of both kinds, retries, a pivot, a deadline. */
export const ORDER = {
  name: 'order',
  deadline: '1h',
  steps: [
    {
      name: 'reserve',
      command: 'stock.reserve',
      input: { order: '${ input }' },
      compensate: 'stock.release',
      retry: { attempts: 2 },
    },
    {
      name: 'charge',
      command: 'payments.charge',
      compensate: {
        command: 'payments.refund',
        input: { reserved: '${ steps.reserve }' },
        retry: { attempts: 2 },
      },
    },
    { name: 'ship', command: 'shipping.book', pivot: true },
    { name: 'confirm', command: 'orders.confirm', retry: { attempts: 2 } },
  ],
};

export const orderPlan: Plan = compile(ORDER, 1);

/** What the inputs do to a saga, as it is to be saved: a start first, where there is no saga before. */
export function changeBy(
  inputs: SagaInput[],
  {
    before = null,
    trace = null,
    plan = orderPlan,
  }: { before?: SagaRecord | null; trace?: StoredTrace | null; plan?: Plan } = {},
): SagaChange {
  let state = before?.state ?? null;
  const events: SagaChange['events'] = [];
  const effects: SagaEffect[] = [];
  for (const input of inputs) {
    const decision = decide(plan, state, input);
    state = decision.state;
    events.push(...decision.events);
    effects.push(...decision.effects);
  }
  if (!state) throw new Error('a saga that is not there can only be started');
  return {
    before,
    after: { state, trace: before?.trace ?? trace, wakeAt: nextWake(state) },
    events,
    compensations: effects.filter((effect) => effect.type === 'register-compensation'),
  };
}

/** A saga as it can be compared: equal collections may be made differently. */
export function plain({ state, ...rest }: SagaRecord) {
  return { ...rest, state: { ...state, steps: [...state.steps] } };
}

interface At {
  /** Milliseconds since the epoch. Default now. */
  at?: number;
}

export function start(
  sagaId: string,
  { at = Date.now(), input = {} }: At & { input?: JsonObject } = {},
): SagaInput {
  return { type: 'start', sagaId, definition: ORDER.name, input, at };
}

/** The reply that the first attempt at a step has succeeded. */
export function success(
  step: string,
  { at = Date.now(), output = {} }: At & { output?: JsonObject } = {},
): SagaInput {
  return { type: 'reply', step, direction: 'do', attempt: 1, outcome: { result: 'success', output }, at };
}
