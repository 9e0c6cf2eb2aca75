import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import { type Codec, commandId, type DeadLetterCause, type TraceContext } from '@saga/contracts';
import type { Decision } from '@saga/engine';

/** Writes what a decision wants said to the world. */
export class OutgoingMessages {
  constructor(
    private readonly codec: Codec,
    private readonly group: string,
  ) {}

  /** The messages of a decision, in the order of its effects; `trace` is the context they are caused in. */
  of({ state, effects }: Decision, trace: TraceContext): OutgoingMessage[] {
    const time = new Date(state.updatedAt).toISOString();
    const { id: sagaId, definition, version, revision } = state;
    return effects.flatMap((effect, i) => {
      switch (effect.type) {
        case 'send-command': {
          const { step, direction, attempt, command: name, input } = effect;
          const id = commandId(sagaId, step, direction, attempt);
          return [
            this.codec.encode({
              kind: 'command',
              id,
              name,
              sagaId,
              step,
              attempt,
              direction,
              input,
              time,
              ...trace,
            }),
          ];
        }
        case 'announce':
          return [
            this.codec.encode({
              ...{ kind: 'lifecycle', id: `${sagaId}:${revision}:${i}`, sagaId, definition, version, time },
              state: effect.state,
              ...(effect.step !== null && { step: effect.step }),
              ...(effect.failure && { failure: effect.failure }),
              ...trace,
            }),
          ];
        case 'register-compensation':
          return [];
      }
    });
  }

  deadLetter(original: IncomingMessage, cause: DeadLetterCause): OutgoingMessage {
    const { group: consumerGroup } = this;
    const time = new Date().toISOString();
    return this.codec.encode({ kind: 'dead-letter', id: randomUUID(), cause, original, consumerGroup, time });
  }
}
