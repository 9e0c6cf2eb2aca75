import type { Execution, Saga, SagaEvent, Step } from '../api/saga.js';

const NOON = '2026-01-01T12:00:00.000Z';

/** A first attempt that is out, unless the fields say otherwise. */
export function execution(fields: Partial<Execution> = {}): Execution {
  const times = { dueAt: '2026-01-01T12:00:30.000Z' };
  return {
    ...{
      state: 'waiting',
      attempt: 1,
      input: {},
      output: null,
      failure: null,
      unknown: false,
      progress: null,
    },
    ...times,
    ...fields,
  };
}

/** A step that is done, unless the fields say otherwise. */
export function step(name: string, fields: Partial<Step> = {}): Step {
  return { name, ...execution({ state: 'succeeded', dueAt: null }), compensation: null, ...fields };
}

type EventBody = SagaEvent extends infer T ? (T extends SagaEvent ? Omit<T, 'seq' | 'at'> : never) : never;

/** A history of these events, one second after another from noon on. */
export function history(...events: EventBody[]): SagaEvent[] {
  return events.map((event, i) => {
    const at = new Date(Date.parse(NOON) + i * 1_000).toISOString();
    return { seq: i + 1, at, ...event };
  });
}

/** A saga of `place-order` that runs, unless the fields say otherwise. */
export function saga(fields: Partial<Saga> = {}): Saga {
  return {
    ...{ id: 'order-1', definition: 'place-order', version: 1, state: 'running', input: {} },
    ...{ startedAt: NOON, updatedAt: NOON, deadlineAt: null, traceId: null },
    ...{ failure: null, attention: null, steps: [], history: [] },
    ...{ output: null, parent: null, children: [] },
    ...fields,
  };
}
