import { HEADERS } from '../headers.js';
import { type JsonObject, LIFECYCLE_STATES } from '../messages.js';
import type { Topics } from '../topics.js';
import { headerSchema, type OwnHeaders } from './header-schemas.js';
import { type Part, underKey } from './part.js';
import { payloadRef } from './payload-schemas.js';

const { sagaId, step, attempt, direction, due, causationId } = HEADERS;
export const STEP_ADDRESS = [sagaId, step, attempt, direction] as const;
export const COMMAND_HEADERS: Omit<OwnHeaders, 'type'> = { required: STEP_ADDRESS, optional: [due] };
const ANSWERING = { required: [...STEP_ADDRESS, causationId] };

/** The name of the message that answers commands. */
export const REPLY = 'reply';

/** The messages that all sagas have in common. */
export function sagaParts({ start, reply, signal, lifecycle, deadLetter }: Topics): Part[] {
  const onStart = {
    topic: start,
    about: 'Requests to start sagas, and to undo those that others have started.',
  };
  const onReply = { topic: reply, about: 'What came of commands.' };
  return [
    {
      ...{ ...onStart, name: 'start', actions: [received, sentToo('Has another saga do a step.')] },
      message: message('Starts a saga, once.', 'Start', {
        type: { const: 'saga.start' },
        required: [sagaId],
      }),
    },
    {
      ...{ ...onStart, name: 'undo', actions: [received, sentToo('Has the saga undone that did a step.')] },
      message: message('Undoes a saga.', 'Undo', { type: { const: 'saga.undo' }, required: [sagaId] }),
    },
    {
      ...{ ...onReply, name: REPLY, actions: [received] },
      message: {
        ...message('Answers a command.', 'Reply', { type: { const: 'saga.reply' }, ...ANSWERING }),
        correlationId: { location: `$message.header#/${causationId}` },
      },
    },
    {
      ...{ ...onReply, name: 'progress', actions: [received] },
      message: {
        ...message('Tells how far a command is.', 'Progress', {
          type: { const: 'saga.progress' },
          ...ANSWERING,
        }),
        correlationId: { location: `$message.header#/${causationId}` },
      },
    },
    {
      ...{ topic: signal, about: 'What services tell sagas.', name: 'signal', actions: [received] },
      message: message('Tells a saga what it waits for, or will.', 'Signal', {
        ...{ type: { const: 'saga.signal' }, required: [sagaId] },
      }),
    },
    {
      ...{
        topic: lifecycle,
        about: 'What becomes of sagas.',
        name: 'lifecycle',
        actions: [{ action: 'send' }],
      },
      message: message('News of a saga.', 'Lifecycle', {
        type: { enum: LIFECYCLE_STATES.map((state) => `saga.lifecycle.${state}`) },
        required: [sagaId],
      }),
    },
    {
      ...{ topic: deadLetter, about: 'Messages that can not be used, whole, with the cause.' },
      ...{ name: 'dead-letter', actions: [{ action: 'send' }] },
      message: {
        ...message('A message that can not be used.', 'DeadLetter', { type: { const: 'saga.dead-letter' } }),
        bindings: underKey('The key of the original.'),
      },
    },
  ];
}

const received = { action: 'receive' } as const;
const sentToo = (summary: string) => ({ action: 'send', summary }) as const;

function message(summary: string, payload: string, headers: OwnHeaders): JsonObject {
  return {
    summary,
    headers: headerSchema(headers),
    payload: payloadRef(payload),
    bindings: underKey("The saga's id."),
  };
}
