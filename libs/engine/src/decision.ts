import type { Plan, Scope } from '@saga/definition';
import { evolve } from './evolve.js';
import type { SagaEffect } from './saga-effect.js';
import type { SagaEvent, SagaEventType } from './saga-event.js';
import type { SagaState } from './saga-state.js';
import type { Reader } from './scope.js';

/**
 * Why an input changed nothing. All but `late-reply`, `already-started` and `not-waiting` say that somebody made a
 * mistake.
 */
export interface Ignored {
  code:
    | 'late-reply'
    | 'already-started'
    | 'other-definition'
    | 'unknown-step'
    | 'step-not-commanded'
    | 'step-already-done'
    | 'attempt-not-made'
    | 'pivot-took-effect'
    | 'act-not-possible'
    | 'not-waiting'
    | 'unknown-signal'
    | 'saga-finished'
    | 'not-a-child';
  message: string;
}

/** The outcome of `decide`: `state` is `events` folded onto the state before. */
export interface Decision {
  state: SagaState;
  events: SagaEvent[];
  effects: SagaEffect[];
  ignored: Ignored | null;
}

/** Omits a key from each member of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A decision in the making: records events, keeps the state folded, collects effects. */
export class DecisionInProgress {
  readonly events: SagaEvent[] = [];
  readonly effects: SagaEffect[] = [];
  private current: SagaState | null;
  private ignored: Ignored | null = null;
  /** Whether a flow was given up on the way, so that the way has to be gone once more. */
  turnedBack = false;
  /** Steps that something has happened to; null when every step may have to move. */
  private touched: Set<string> | null;

  constructor(
    readonly plan: Plan,
    state: SagaState | null,
    readonly at: number,
  ) {
    this.current = state;
    // Whoever was running has gone as far as it could. A person's decision may set anything going.
    this.touched = state?.status === 'running' ? new Set() : null;
  }

  get state(): SagaState {
    if (!this.current) throw new Error('the saga has not started');
    return this.current;
  }

  /** Something may have happened to every step. */
  touchAll(): void {
    this.touched = null;
  }

  /** Something has happened to a step. */
  touch(path: string): void {
    this.touched?.add(path);
  }

  /** The items of a loop to whose steps anything has happened; null when it may be all of them. */
  itemsTouched(loop: string): Set<number> | null {
    if (!this.touched) return null;
    const steps = [...this.touched].filter((path) => path.startsWith(`${loop}[`));
    return new Set(steps.map((path) => Number.parseInt(path.slice(loop.length + 1), 10)));
  }

  /** What the expressions of a step see; `more` is what only they can. */
  reader(path: string, more?: Scope): Reader {
    return { plan: this.plan, state: this.state, path, more };
  }

  record(event: Without<Extract<SagaEvent, { type: SagaEventType }>, 'at'>): void {
    const dated = { ...event, at: this.at };
    if ('step' in event && event.step !== null) this.touch(event.step);
    this.current = evolve(this.current, dated);
    this.events.push(dated);
  }

  effect(effect: SagaEffect): void {
    this.effects.push(effect);
  }

  ignore(code: Ignored['code'], message: string): void {
    this.ignored = { code, message };
  }

  result(): Decision {
    return { state: this.state, events: this.events, effects: this.effects, ignored: this.ignored };
  }
}
