import { context } from '@opentelemetry/api';
import type { Start } from '@saga/contracts';
import type { Decision, Ignored, OperatorAct, SagaInput } from '@saga/engine';
import type { StoredTrace } from '@saga/store';
import { traceContextOf } from '@saga/telemetry';
import type { OutgoingMessages } from '../pipeline/outgoing.js';
import type { SagaInHand } from '../pipeline/saga-in-hand.js';
import type { SagaPipeline } from '../pipeline/saga-pipeline.js';
import { SagasInHand } from '../pipeline/sagas-in-hand.js';

/** What is done to single sagas from outside Kafka: by callers of the API and by operators. */
export class SagaService {
  constructor(
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
  ) {}

  /** Starts a saga, once however often it is called; null when its definition is unknown. */
  start(start: Start): Promise<Ignored | 'done' | null> {
    const { sagaId, definition, input } = start;
    const trace = traceContextOf(context.active());
    const stored = trace.traceparent ? (trace as StoredTrace) : null;
    return this.move(sagaId, { type: 'start', sagaId, definition, input, at: Date.now() }, (hand) =>
      hand.startable(start, stored),
    );
  }

  /** Carries out an operator's decision; null when there is no such saga. */
  act(sagaId: string, act: OperatorAct, by: string, reason: string): Promise<Ignored | 'done' | null> {
    const input: SagaInput = { type: 'operator', act, by, reason, at: Date.now() };
    return this.move(sagaId, input, async (hand) => hand.get(sagaId));
  }

  private async move(
    sagaId: string,
    input: SagaInput,
    find: (hand: SagasInHand) => Promise<SagaInHand | undefined>,
  ): Promise<Ignored | 'done' | null> {
    let decision: Decision | null = null;
    await this.pipeline.commit(async (tx) => {
      const hand = await SagasInHand.load(tx, [sagaId]);
      const saga = await find(hand);
      decision = saga?.apply(input) ?? null;
      if (!saga || !decision) return [];
      await tx.save(hand.changes(input.at));
      return this.outgoing.of(decision, saga.trace ?? {});
    });
    return (decision as Decision | null) && ((decision as Decision | null)!.ignored ?? 'done');
  }
}
