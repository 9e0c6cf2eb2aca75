import type { Saga } from '../api/saga.js';

/** A question of a saga to people. */
export interface OpenApproval {
  kind: 'approval';
  step: string;
  question: unknown;
  approvers: string[];
}

/** A signal that a saga waits for. */
export interface OpenSignal {
  kind: 'signal';
  step: string;
  signal: string;
}

export type OpenWait = OpenApproval | OpenSignal;

/** What the coordinator keeps of a wait in the input of its step. */
interface WaitInput {
  signal?: string;
  event?: string;
  question?: unknown;
  approvers?: string[];
}

/** What a saga waits for that a person can give. */
export function openWaits({ steps, history }: Saga): OpenWait[] {
  const waits = new Set(history.flatMap((event) => (event.type === 'wait-started' ? [event.step] : [])));
  return steps
    .filter(({ name, state }) => state === 'waiting' && waits.has(name))
    .flatMap(({ name: step, input }): OpenWait[] => {
      const { signal, event, question = null, approvers = [] } = input as WaitInput;
      if (event !== undefined) return [];
      return signal === undefined
        ? [{ kind: 'approval', step, question, approvers }]
        : [{ kind: 'signal', step, signal }];
    });
}
