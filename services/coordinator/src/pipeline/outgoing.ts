import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import {
  type Codec,
  type Command,
  commandId,
  type DeadLetterCause,
  type Lifecycle,
  type TraceContext,
} from '@saga/contracts';
import type { Decision, SagaEffect, SagaState } from '@saga/engine';

type EffectOf<T extends SagaEffect['type']> = Extract<SagaEffect, { type: T }>;

/** Writes what a decision wants said to the world. */
export class OutgoingMessages {
  constructor(
    private readonly codec: Codec,
    private readonly group: string,
  ) {}

  /** The messages of a decision, in the order of its effects; `trace` is the context they are caused in. */
  of({ state, effects }: Decision, trace: TraceContext): OutgoingMessage[] {
    const messages: OutgoingMessage[] = [];
    const time = new Date(state.updatedAt).toISOString();
    effects.forEach((effect, i) => {
      if (effect.type === 'send-command') messages.push(this.command(effect, state.id, time, trace));
      else if (effect.type === 'announce') messages.push(this.news(effect, i, state, time, trace));
    });
    return messages;
  }

  // Object.assign, since spreading such objects takes microseconds.
  private command(effect: EffectOf<'send-command'>, sagaId: string, time: string, trace: TraceContext) {
    const { step, direction, attempt, command: name, input } = effect;
    const id = commandId(sagaId, step, direction, attempt);
    const command: Command = { kind: 'command', id, name, sagaId, step, attempt, direction, input, time };
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
