import { type Reply, replyId, type Start, startId, type Undo, undoId } from '@saga/contracts';
import { type ChildSaga, pathOf, type SagaEffect, type SagaState } from '@saga/engine';

/*
 * What sagas that do steps of others, and these others, say to each other. The ids follow from what is asked, so that
 * a repeat is known.
 */

type EffectOf<T extends SagaEffect['type']> = Extract<SagaEffect, { type: T }>;
type ChildEffect = EffectOf<'start-child' | 'undo-child'>;

/** Where and when a message is sent. */
interface Sending {
  source: string;
  time: string;
}

/** The request to start the saga that does a step. */
export function startOf({ step, attempt, child }: ChildEffect, parent: SagaState, sending: Sending): Start {
  const id = startId(child.id, attempt);
  return { kind: 'start', id, ...asked(child), parent: { sagaId: parent.id, step, attempt }, ...sending };
}

/** The request to undo the saga that did a step. */
export function undoOf({ step, attempt, child }: ChildEffect, parent: SagaState, sending: Sending): Undo {
  const id = undoId(child.id, attempt);
  const startedBy = {
    sagaId: parent.id,
    step,
    attempt: parent.steps.get(pathOf(parent, step))!.action.attempt,
  };
  return { kind: 'undo', id, ...asked(child), parent: startedBy, attempt, ...sending };
}

function asked({ id: sagaId, definition, version, input }: ChildSaga) {
  return { sagaId, definition, ...(version !== null && { version }), input };
}

/** How a saga, or its undoing, has ended, as a reply to the step whose work it is. */
export function answerOf(effect: EffectOf<'answer-parent'>, child: SagaState, sending: Sending): Reply {
  const { parent, direction, attempt, outcome } = effect;
  const causationId = direction === 'do' ? startId(child.id, attempt) : undoId(child.id, attempt);
  const { sagaId, step } = parent;
  return {
    ...{ kind: 'reply', id: replyId(causationId), causationId, sagaId, step, direction, attempt, outcome },
    ...sending,
  };
}

/**
 * The reply to a request that no saga can answer, as there is none that it could be about: nothing was done, and so
 * there is nothing to undo.
 */
export function refusalOf(
  asked: Start | Undo,
  reason: { code: string; message: string },
  sending: Sending,
): Reply {
  const { kind, id: causationId } = asked;
  const { sagaId, step, attempt } = asked.parent!;
  const { code, message } = reason;
  const answer: Pick<Reply, 'direction' | 'attempt' | 'outcome'> =
    kind === 'start'
      ? { direction: 'do', attempt, outcome: { result: 'business', failure: { code, message } } }
      : { direction: 'undo', attempt: asked.attempt, outcome: { result: 'success', output: {} } };
  return { kind: 'reply', id: replyId(causationId), causationId, sagaId, step, ...answer, ...sending };
}
