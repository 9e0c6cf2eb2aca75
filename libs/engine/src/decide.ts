import type { Plan } from '@saga/definition';
import { type Decision, DecisionInProgress } from './decision.js';
import { goForward } from './forward.js';
import { onApproval, onEvent, onSignal } from './on-news.js';
import { onOperator } from './on-operator.js';
import { onProgress } from './on-progress.js';
import { onReply } from './on-reply.js';
import { onTick } from './on-tick.js';
import { onUndo } from './on-undo.js';
import type { SagaInput, SagaStart } from './saga-input.js';
import type { SagaState } from './saga-state.js';

/**
 * How a saga moves. Pure: no clock, no I/O, no chance; the same arguments give the same decision.
 *
 * `plan` is the compiled definition of the version that the saga started with, `state` null before its start.
 * Throws when a saga that has not started gets anything but a start, or its undoing.
 */
export function decide(plan: Plan, state: SagaState | null, input: SagaInput): Decision {
  const d = new DecisionInProgress(plan, state, input.at);
  switch (input.type) {
    case 'start':
      onStart(d, state, input);
      break;
    case 'reply':
      onReply(d, input);
      break;
    case 'progress':
      onProgress(d, input);
      break;
    case 'tick':
      onTick(d, input.lagging);
      break;
    case 'operator':
      onOperator(d, input);
      break;
    case 'event':
      onEvent(d, input);
      break;
    case 'signal':
      onSignal(d, input);
      break;
    case 'approval':
      onApproval(d, input);
      break;
    case 'undo':
      if (!state) begin(d, input.start);
      onUndo(d, input);
      break;
  }
  return d.result();
}

function onStart(d: DecisionInProgress, before: SagaState | null, start: SagaStart): void {
  if (before)
    return before.definition === start.definition
      ? d.ignore('already-started', `saga ${before.id} has started before`)
      : d.ignore(
          'other-definition',
          `saga ${before.id} runs ${before.definition}, not ${start.definition}: choose another id`,
        );
  begin(d, start);
  goForward(d);
}

function begin(d: DecisionInProgress, { sagaId, input, parent }: SagaStart): void {
  const { name: definition, version, deadline } = d.plan;
  d.record({
    type: 'saga-started',
    ...{ sagaId, definition, version, input },
    deadlineAt: deadline === null ? null : d.at + deadline,
    ...(parent && { parent }),
  });
  d.effect({ type: 'announce', state: 'started', step: null, failure: null });
}
