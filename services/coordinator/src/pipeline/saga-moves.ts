import type { OutgoingMessage } from '@saga/bus';
import type { TraceContext } from '@saga/contracts';
import type { Plan } from '@saga/definition';
import type { Decision, Migration, MigrationRefusal, SagaInput } from '@saga/engine';
import type { StepOfSaga, StoreTransaction } from '@saga/store';
import { ApprovalsInHand } from './approvals-in-hand.js';
import { type ComingEvent, EventHandover } from './event-handover.js';
import type { OutgoingMessages } from './outgoing.js';
import type { SagaInHand } from './saga-in-hand.js';
import { SagasInHand } from './sagas-in-hand.js';

/** Moves sagas within one transaction, and collects what it wants published. */
export class SagaMoves {
  readonly messages: OutgoingMessage[] = [];
  private readonly handover: EventHandover;
  private readonly approvals = new ApprovalsInHand();

  private constructor(
    private readonly tx: StoreTransaction,
    private readonly outgoing: OutgoingMessages,
    readonly sagas: SagasInHand,
    after: StepOfSaga | null,
  ) {
    this.handover = new EventHandover(tx, sagas, after);
  }

  /**
   * Loads the sagas of these ids, those of them that there are. `after`: the step up to which the transaction before
   * has handed in the same events.
   */
  static async begin(
    tx: StoreTransaction,
    outgoing: OutgoingMessages,
    ids: string[],
    after: StepOfSaga | null = null,
  ): Promise<SagaMoves> {
    return new SagaMoves(tx, outgoing, await SagasInHand.load(tx, ids), after);
  }

  /** Moves a saga by one input. What comes of it is in `trace`, by default the one in which the saga began. */
  move(saga: SagaInHand, input: SagaInput, trace: TraceContext = saga.trace ?? {}): Decision {
    const decision = saga.apply(input);
    this.note(saga, decision, trace);
    return decision;
  }

  /** Lets a saga go on by another version, in the trace in which it began. */
  migrate(saga: SagaInHand, to: Plan, migration: Migration): Decision | MigrationRefusal {
    const decision = saga.migrate(to, migration);
    if (!('refusals' in decision)) this.note(saga, decision, saga.trace ?? {});
    return decision;
  }

  private note({ plan }: SagaInHand, decision: Decision, trace: TraceContext): void {
    this.messages.push(...this.outgoing.of(decision, trace));
    this.handover.note(decision.state.id, decision.effects);
    this.approvals.note(plan, decision);
  }

  /** An event has come: `finish` hands it in to whoever waits for it. */
  come(event: ComingEvent): void {
    this.handover.come(event);
  }

  /**
   * Hands in events and writes everything. `at`: now, in milliseconds since the epoch. Gives after which step the next
   * transaction has to go on with the same events, when too many wait for them for this one; else null.
   */
  async finish(at: number): Promise<StepOfSaga | null> {
    for (let handed; (handed = await this.handover.hand(at)).length > 0;) {
      for (const { sagaId, step, event } of handed)
        this.move(this.sagas.get(sagaId)!, { type: 'event', step, event: event.body, at });
    }
    await this.tx.save(this.sagas.changes(at));
    await this.tx.saveApprovals(this.approvals.changes);
    await this.handover.save(at);
    return this.handover.lookedUpTo;
  }
}
