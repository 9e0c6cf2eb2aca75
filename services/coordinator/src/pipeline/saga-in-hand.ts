import type { Plan } from '@saga/definition';
import {
  decide,
  type Decision,
  nextWake,
  type Parent,
  type SagaEffect,
  type SagaInput,
  type SagaState,
} from '@saga/engine';
import type { SagaChange, SagaRecord, StoredTrace } from '@saga/store';

/** One saga while a transaction moves it, message by message. Nothing leaves it before `change` is taken. */
export class SagaInHand {
  private state: SagaState | null;
  private readonly events: SagaChange['events'] = [];
  private readonly compensations: SagaChange['compensations'] = [];

  constructor(
    readonly plan: Plan,
    private readonly before: SagaRecord | null,
    private readonly startTrace: StoredTrace | null,
  ) {
    this.state = before?.state ?? null;
  }

  /** The step whose work it is; null when it is nobody's, or has not begun. */
  get parent(): Parent | null {
    return this.state?.parent ?? null;
  }

  get trace(): StoredTrace | null {
    return this.before?.trace ?? this.startTrace;
  }

  apply(input: SagaInput): Decision {
    const decision = decide(this.plan, this.state, input);
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
