import {
  type Codec,
  type Command,
  commandId,
  type DomainEvent,
  type EncodedMessage,
  type Outcome,
  type Reply,
  replyId,
  type Start,
  startId,
  type Undo,
  undoId,
} from '@saga/contracts';
import type { SagaEffect, SagaState } from '@saga/engine';
import type { PublishedEvent } from './agenda.js';

type EffectOf<T extends SagaEffect['type']> = Extract<SagaEffect, { type: T }>;

/** Writes what a saga wants said as a coordinator does, and gives it as it is read at the other end. */
export class Wire {
  constructor(private readonly codec: Codec) {}

  command(
    { step, direction, attempt, command: name, input }: EffectOf<'send-command'>,
    saga: SagaState,
  ): Command {
    const sagaId = saga.id;
    const id = commandId(sagaId, step, direction, attempt);
    const command: Command = {
      ...{ kind: 'command', id, name, sagaId, step, direction, attempt, input },
      time: timeOf(saga),
    };
    return this.codec.decodeCommand(received(this.codec.encode(command)));
  }

  start({ step, attempt, child }: EffectOf<'start-child' | 'undo-child'>, saga: SagaState): Start {
    const { id: sagaId, definition, input } = child;
    const start: Start = {
      ...{
        kind: 'start',
        id: startId(sagaId, attempt),
        source: this.codec.source,
        sagaId,
        definition,
        input,
      },
      parent: { sagaId: saga.id, step, attempt },
      time: timeOf(saga),
    };
    return this.codec.decodeStart(received(this.codec.encode(start)));
  }

  undo({ step, attempt, child }: EffectOf<'start-child' | 'undo-child'>, saga: SagaState): Undo {
    const { id: sagaId, definition, input } = child;
    const startedBy = saga.steps.get(step)!.action.attempt;
    const undo: Undo = {
      ...{
        kind: 'undo',
        id: undoId(sagaId, attempt),
        source: this.codec.source,
        sagaId,
        definition,
        input,
        attempt,
      },
      parent: { sagaId: saga.id, step, attempt: startedBy },
      time: timeOf(saga),
    };
    return this.codec.decodeUndo(received(this.codec.encode(undo)));
  }

  /** How a saga, or its undoing, has ended, as its parent is told. */
  answer({ parent, direction, attempt, outcome }: EffectOf<'answer-parent'>, saga: SagaState): Reply {
    const causationId = (direction === 'do' ? startId : undoId)(saga.id, attempt);
    const { sagaId, step } = parent;
    return this.reply({ id: causationId, sagaId, step, direction, attempt }, outcome, timeOf(saga));
  }

  /** The answer to a command that the coordinator itself has carried out. */
  reply(
    command: Pick<Command, 'id' | 'sagaId' | 'step' | 'direction' | 'attempt'>,
    outcome: Outcome,
    time: string,
  ): Reply {
    const { id: causationId, sagaId, step, direction, attempt } = command;
    const reply: Reply = {
      ...{ kind: 'reply', id: replyId(causationId), causationId, source: this.codec.source },
      ...{ sagaId, step, direction, attempt, outcome, time },
    };
    return this.codec.decodeReply(received(this.codec.encode(reply)));
  }

  event(event: DomainEvent, topic: string): PublishedEvent {
    const written = this.codec.encodeDomainEvent(event, { topic, key: event.id });
    return { ...this.codec.decodeDomainEvent(received(written)), topic };
  }
}

/** A message as it arrives; all that is read of it here has its own time. */
export function received({ headers, value }: EncodedMessage) {
  return { headers, value: Buffer.from(value), timestamp: 0 };
}

function timeOf({ updatedAt }: SagaState): string {
  return new Date(updatedAt).toISOString();
}
