import type { OperatorAct, Saga } from '../api/saga.js';
import type { FlowStep } from './flow.js';

/** What an operator can do about a saga now. */
export function possibleActs(saga: Saga, flow: readonly FlowStep[]): OperatorAct[] {
  if (saga.attention) return saga.attention.choices;
  return saga.state === 'running' && !pivotHasBegun(flow) ? ['cancel'] : [];
}

export interface ActWords {
  /** What the button says. */
  label: string;
  /** What will happen, in full. */
  consequence: string;
}

/** Says what an act will do to this saga, before it is done. */
export function explainAct(act: OperatorAct, saga: Saga, flow: readonly FlowStep[]): ActWords {
  const { step = null, was } = saga.attention ?? { was: 'running' };
  const undoing = was === 'compensating';
  switch (act) {
    case 'retry':
      return {
        label: step ? `Retry ${undoing ? `undoing ${step}` : step}` : 'Go on',
        consequence: step
          ? `Sends the command that ${undoing ? 'undoes' : 'does'} “${step}” again, with all its attempts anew. Mend the cause first.`
          : 'The saga goes on from where it stopped, without a deadline.',
      };
    case 'skip':
      return {
        label: step ? `Skip ${undoing ? `undoing ${step}` : step}` : 'Go on without a deadline',
        consequence: step
          ? `Takes “${step}” as ${undoing ? 'undone' : 'done, with no output'}, and goes on. Nothing is sent: make sure by hand that it is so.`
          : 'The saga goes on from where it stopped, without a deadline.',
      };
    case 'cancel':
      return { label: 'Cancel the saga', consequence: cancelWords(flow) };
  }
}

function cancelWords(flow: readonly FlowStep[]): string {
  const toUndo = flow.filter(isUndone).map(({ name }) => name);
  if (toUndo.length === 0) return 'Stops the saga and undoes all that may have had an effect.';
  return `Stops the saga and undoes ${toUndo.reverse().join(', then ')}.`;
}

/** A loop is undone if anything in it is. */
function isUndone({ begun, undo, loop }: FlowStep): boolean {
  return (begun !== null && undo !== null) || (loop?.runs.some((run) => run.flow().some(isUndone)) ?? false);
}

function pivotHasBegun(flow: readonly FlowStep[]): boolean {
  return flow.some(({ pivot, begun }) => pivot && begun !== null);
}
