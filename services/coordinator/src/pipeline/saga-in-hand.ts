import type { Plan } from '@saga/definition';
import {
  addressOf,
  decide,
  type Decision,
  migrate,
  type Migration,
  type MigrationRefusal,
  nextWake,
  type Parent,
  type SagaEffect,
  type SagaInput,
  type SagaState,
  type SagaStatus,
} from '@saga/engine';
import type { SagaChange, SagaRecord, StoredTrace } from '@saga/store';

/** One saga while a transaction moves it, message by message. Nothing leaves it before `change` is taken. */
export class SagaInHand {
  private state: SagaState | null;
  private readonly events: SagaChange['events'] = [];
  private readonly compensations: SagaChange['compensations'] = [];

  constructor(
    private current: Plan,
    private readonly before: SagaRecord | null,
    private readonly startTrace: StoredTrace | null,
  ) {
    this.state = before?.state ?? null;
  }

  get plan(): Plan {
    return this.current;
  }

  /** The step whose work it is; null when it is nobody's, or has not begun. */
  get parent(): Parent | null {
    return this.state?.parent ?? null;
  }

  get trace(): StoredTrace | null {
    return this.before?.trace ?? this.startTrace;
  }

  get status(): SagaStatus | null {
    return this.state?.status ?? null;
  }

  /** What participants know a step as. */
  addressOf(step: string): string {
    return this.state ? addressOf(this.state, step) : step;
  }

  apply(input: SagaInput): Decision {
    return this.keep(decide(this.plan, this.state, input));
  }

  /** Lets it go on by another version; where that is refused, nothing has changed. It must have begun. */
  migrate(to: Plan, migration: Migration): Decision | MigrationRefusal {
    const decision = migrate(this.plan, to, this.state!, migration);
    if ('refusals' in decision) return decision;
    this.current = to;
    return this.keep(decision);
  }

  private keep(decision: Decision): Decision {
    this.state = decision.state;
    this.events.push(...decision.events);
    this.compensations.push(...decision.effects.filter(isRegistration));
    return decision;
  }

  /** What is to be written; null when nothing happened. `at`: now, in milliseconds since the epoch. */
  change(at: number): SagaChange | null {
    const { state, before, events, compensations } = this;
    if (!state || events.length === 0) return null;
    return { before, after: { state, trace: this.trace, wakeAt: this.wakeAt(at) }, events, compensations };
  }

  /** An alarm that rings early is cheaper than setting it anew at every step: it is left unless it is too late. */
  wakeAt(at: number): number | null {
    const next = this.state && nextWake(this.state);
    const current = this.before?.wakeAt ?? null;
    return next !== null && current !== null && current > at && current < next ? current : next;
  }
}

function isRegistration(
  effect: SagaEffect,
): effect is Extract<SagaEffect, { type: 'register-compensation' }> {
  return effect.type === 'register-compensation';
}
