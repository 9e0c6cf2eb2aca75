import type { DeadLetterCause, Start } from '@saga/contracts';
import type { JsonObject } from '@saga/definition';
import type { Ignored, OperatorAct, SagaInput } from '@saga/engine';
import type { StoredTrace } from '@saga/store';
import { startRequestSpan } from '@saga/telemetry';
import type { OutgoingMessages } from '../pipeline/outgoing.js';
import { SagaInHand } from '../pipeline/saga-in-hand.js';
import type { SagaPipeline } from '../pipeline/saga-pipeline.js';
import { SagaMoves } from '../pipeline/saga-moves.js';
import type { SagasInHand } from '../pipeline/sagas-in-hand.js';
import { storedTrace } from '../pipeline/stored-trace.js';

/** Done, or why nothing was. */
export type Moved = 'done' | Ignored;

/** A person's answer; without `step` to the only question that is open. */
export interface Approval {
  step?: string;
  approved: boolean;
  by: string;
  comment: string;
}

/** What is done to single sagas from outside Kafka: by callers of the API and by operators. */
export class SagaService {
  constructor(
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
  ) {}

  /** Starts a saga, once however often it is called, or says why its definition starts none. */
  async start(start: Start): Promise<Moved | DeadLetterCause> {
    const { sagaId, definition, input } = start;
    const span = startRequestSpan(`start ${definition}`, sagaId, start);
    try {
      const trace = storedTrace(span.traceContext);
      const begin: SagaInput = { type: 'start', sagaId, definition, input, at: Date.now() };
      const moved = await this.move(sagaId, begin, trace, (hand) => hand.startable(start, trace));
      span.end();
      return moved;
    } catch (error) {
      span.end(error);
      throw error;
    }
  }

  /** Carries out an operator's decision; null when there is no such saga. */
  act(sagaId: string, act: OperatorAct, by: string, reason: string): Promise<Moved | null> {
    const input: SagaInput = { type: 'operator', act, by, reason, at: Date.now() };
    return this.move(sagaId, input, null, async (hand) => hand.get(sagaId) ?? null);
  }

  /** Sends a saga a signal; null when there is no such saga. */
  signal(sagaId: string, name: string, data: JsonObject): Promise<Moved | null> {
    const input: SagaInput = { type: 'signal', name, data, at: Date.now() };
    return this.move(sagaId, input, null, async (hand) => hand.get(sagaId) ?? null);
  }

  /** Answers a question of a saga to people; null when there is no such saga. */
  answer(sagaId: string, answer: Approval): Promise<Moved | null> {
    const input: SagaInput = { type: 'approval', ...answer, at: Date.now() };
    return this.move(sagaId, input, null, async (hand) => hand.get(sagaId) ?? null);
  }

  /** Moves the saga that `find` gives; if it gives anything else, that is the result. */
  private move<T>(
    sagaId: string,
    input: SagaInput,
    trace: StoredTrace | null,
    find: (hand: SagasInHand) => Promise<SagaInHand | T>,
  ): Promise<Moved | T> {
    return this.pipeline.commit<Moved | T>(async (tx) => {
      const moves = await SagaMoves.begin(tx, this.outgoing, [sagaId]);
      const saga = await find(moves.sagas);
      if (!(saga instanceof SagaInHand)) return { messages: [], result: saga };
      const { ignored } = moves.move(saga, input, trace ?? undefined);
      await moves.finish(input.at);
      return { messages: moves.messages, result: ignored ?? 'done' };
    });
  }
}
