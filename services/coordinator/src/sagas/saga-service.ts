import type { Start } from '@saga/contracts';
import type { Ignored, OperatorAct, SagaInput } from '@saga/engine';
import type { StoredTrace } from '@saga/store';
import { startRequestSpan } from '@saga/telemetry';
import type { OutgoingMessages } from '../pipeline/outgoing.js';
import type { SagaInHand } from '../pipeline/saga-in-hand.js';
import type { SagaPipeline } from '../pipeline/saga-pipeline.js';
import { SagasInHand } from '../pipeline/sagas-in-hand.js';
import { storedTrace } from '../pipeline/stored-trace.js';

/** Done, or why nothing was; null when there is nothing it could be done to. */
export type Moved = 'done' | Ignored | null;

/** What is done to single sagas from outside Kafka: by callers of the API and by operators. */
export class SagaService {
  constructor(
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
  ) {}

  /** Starts a saga, once however often it is called; null when its definition is unknown. */
  async start(start: Start): Promise<Moved> {
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
  act(sagaId: string, act: OperatorAct, by: string, reason: string): Promise<Moved> {
    const input: SagaInput = { type: 'operator', act, by, reason, at: Date.now() };
    return this.move(sagaId, input, null, async (hand) => hand.get(sagaId));
  }

  private move(
    sagaId: string,
    input: SagaInput,
    trace: StoredTrace | null,
    find: (hand: SagasInHand) => Promise<SagaInHand | undefined>,
  ): Promise<Moved> {
    return this.pipeline.commit<Moved>(async (tx) => {
      const hand = await SagasInHand.load(tx, [sagaId]);
      const saga = await find(hand);
      if (!saga) return { messages: [], result: null };
      const decision = saga.apply(input);
      await tx.save(hand.changes(input.at));
      const messages = this.outgoing.of(decision, trace ?? saga.trace ?? {});
      return { messages, result: decision.ignored ?? 'done' };
    });
  }
}
