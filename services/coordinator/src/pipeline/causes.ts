import type { DeadLetterCause, Start } from '@saga/contracts';
import type { Ignored } from '@saga/engine';
import type { SagaWork } from './work-item.js';

export function unknownSaga({ sagaId, type }: Pick<SagaWork, 'sagaId' | 'type'>): DeadLetterCause {
  return {
    code: 'unknown-saga',
    message: `no saga "${sagaId}" was started here`,
    field: 'ce_sagaid',
    fix:
      type === 'signal'
        ? 'send a signal when its saga has started, with the ce_sagaid of the saga'
        : 'reply with the ce_sagaid of the command',
  };
}

export function unknownDefinition({
  definition,
  version,
}: Pick<Start, 'definition' | 'version'>): DeadLetterCause {
  return {
    code: 'unknown-definition',
    message: `no definition "${definition}"${version ? ` version ${version}` : ''} is registered`,
    field: version ? 'version' : 'definition',
    fix: 'register it with POST /v1/definitions, then send the message again',
  };
}

/** No saga of it starts, in whichever version. */
export function inactiveDefinition(definition: string): DeadLetterCause {
  return {
    code: 'definition-inactive',
    message: `the definition "${definition}" is deactivated: no saga of it starts`,
    field: 'definition',
    fix: `activate it with POST /v1/definitions/${definition}/activate, then send the message again`,
  };
}

/** The field at fault in a message that changed nothing; null when nobody did anything wrong. */
export function causeOf({ code, message }: Ignored): DeadLetterCause | null {
  switch (code) {
    case 'late-reply':
    case 'already-started':
    case 'act-not-possible':
    case 'not-waiting':
      return null;
    case 'unknown-signal':
      return { code, message, field: 'name', fix: 'send a signal that a step of the saga waits for' };
    case 'saga-finished':
      return { code, message, field: 'ce_sagaid', fix: 'send signals while the saga runs' };
    case 'not-a-child':
      return { code, message, field: 'ce_sagaid', fix: 'undo only sagas that were started by another one' };
    case 'other-definition':
      return { code, message, field: 'ce_sagaid', fix: 'start the saga with an id of its own' };
    case 'unknown-step':
      return { code, message, field: 'ce_sagastep', fix: 'reply with the ce_sagastep of the command' };
    case 'step-not-commanded':
      return {
        code,
        message,
        field: 'ce_sagastep',
        fix: 'reply only to commands, with their ce_sagastep and ce_sagadirection',
      };
    case 'attempt-not-made':
      return { code, message, field: 'ce_sagaattempt', fix: 'reply with the ce_sagaattempt of the command' };
    case 'pivot-took-effect':
      return {
        ...{ code, message, field: 'ce_sagastep' },
        fix: 'undo by hand what the step did, or do again by hand what the saga undid',
      };
    case 'step-already-done':
      return {
        code,
        message,
        field: 'ce_sagastep',
        fix: 'reply once to a command; a repeated reply keeps its ce_id',
      };
  }
}
