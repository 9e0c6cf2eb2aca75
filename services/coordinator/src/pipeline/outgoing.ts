import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import {
  type Codec,
  type Command,
  commandId,
  type DomainEvent,
  type DeadLetterCause,
  type Lifecycle,
  type Start,
  type TraceContext,
  type Undo,
} from '@saga/contracts';
import {
  type Decision,
  executionOf,
  fromAddress,
  pathOf,
  type SagaEffect,
  type SagaState,
} from '@saga/engine';
import { answerOf, refusalOf, startOf, undoOf } from './child-messages.js';

type EffectOf<T extends SagaEffect['type']> = Extract<SagaEffect, { type: T }>;

/** Writes what a decision wants said to the world. */
export class OutgoingMessages {
  constructor(
    private readonly codec: Codec,
    private readonly group: string,
  ) {}

  /** The messages of a decision, in the order of its effects; `trace` is the context they are caused in. */
  of({ state, effects }: Decision, trace: TraceContext): OutgoingMessage[] {
    const time = new Date(state.updatedAt).toISOString();
    return effects.flatMap((effect, i) => this.message(effect, i, state, time, trace) ?? []);
  }

  private message(
    effect: SagaEffect,
    i: number,
    saga: SagaState,
    time: string,
    trace: TraceContext,
  ): OutgoingMessage | null {
    const { codec } = this;
    const sending = { source: codec.source, time };
    switch (effect.type) {
      case 'send-command':
        return this.command(effect, saga, time, trace);
      case 'start-child':
        return codec.encode({ ...startOf(effect, saga, sending), ...trace });
      case 'undo-child':
        return codec.encode({ ...undoOf(effect, saga, sending), ...trace });
      case 'answer-parent':
        return codec.encode({ ...answerOf(effect, saga, sending), ...trace });
      case 'publish-event': {
        const { event: type, data } = effect;
        const id = commandId(saga.id, effect.step, 'undo', effect.attempt);
        const event: DomainEvent = { kind: 'event', id, ...sending, type, sagaId: saga.id, data };
        return codec.encodeDomainEvent({ ...event, ...trace }, effect);
      }
      case 'announce':
        return this.news(effect, i, saga, time, trace);
      case 'register-compensation':
      case 'await-event':
      case 'stop-awaiting':
        return null;
    }
  }

  /** Tells the saga that asks for another one, or for its undoing, why there is none. */
  refusal(
    asked: Start | Undo,
    reason: { code: string; message: string },
    trace: TraceContext,
  ): OutgoingMessage {
    const sending = { source: this.codec.source, time: new Date().toISOString() };
    return this.codec.encode({ ...refusalOf(asked, reason, sending), ...trace });
  }

  // Object.assign, since spreading such objects takes microseconds.
  private command(effect: EffectOf<'send-command'>, saga: SagaState, time: string, trace: TraceContext) {
    const { step, direction, attempt, command: name, input } = effect;
    const { id: sagaId } = saga;
    const about = fromAddress(pathOf(saga, step), direction);
    const { dueAt = null } = executionOf(saga, about.step, about.direction) ?? {};
    const id = commandId(sagaId, step, direction, attempt);
    const command: Command = { kind: 'command', id, name, sagaId, step, attempt, direction, input, time };
    if (dueAt !== null) command.dueAt = new Date(dueAt).toISOString();
    return this.codec.encode(Object.assign(command, trace));
  }

  private news(effect: EffectOf<'announce'>, i: number, saga: SagaState, time: string, trace: TraceContext) {
    const { id: sagaId, definition, version, revision } = saga;
    const id = `${sagaId}:${revision}:${i}`;
    const { state } = effect;
    const news: Lifecycle = { kind: 'lifecycle', id, sagaId, definition, version, state, time };
    if (effect.step !== null) news.step = effect.step;
    if (effect.failure) news.failure = effect.failure;
    return this.codec.encode(Object.assign(news, trace));
  }

  deadLetter(original: IncomingMessage, cause: DeadLetterCause): OutgoingMessage {
    const { group: consumerGroup } = this;
    const time = new Date().toISOString();
    return this.codec.encode({ kind: 'dead-letter', id: randomUUID(), cause, original, consumerGroup, time });
  }
}
