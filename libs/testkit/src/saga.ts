import type { Command } from '@saga/contracts';
import type { Plan } from '@saga/definition';
import {
  decide,
  type Decision,
  type Ignored,
  nextWake,
  nodeOf,
  type SagaEffect,
  type SagaEvent,
  type SagaInput,
  type SagaState,
} from '@saga/engine';

export type Announcement = Extract<SagaEffect, { type: 'announce' }>;
export type Publication = Extract<SagaEffect, { type: 'publish-event' }>;
/** Leaves `at` out of each member of a union. */
export type Undated<T> = T extends unknown ? Omit<T, 'at'> : never;

/** One saga in its world, with all that came of it. */
export class Saga {
  readonly commands: Command[] = [];
  readonly history: SagaEvent[] = [];
  readonly news: Announcement[] = [];
  readonly published: Publication[] = [];
  readonly ignored: Ignored[] = [];
  /** The sagas that its steps have started, the latest last. */
  readonly children: Saga[] = [];
  private current: SagaState | null = null;

  /**
   * @param root the id of the saga that was started by no other: its own, or that of the first of its ancestors
   * @param parentStep the step whose work it is
   */
  constructor(
    readonly plan: Plan,
    readonly root: string,
    readonly parentStep: string | null,
  ) {}

  get state(): SagaState {
    return this.current!;
  }

  /** When it has to be woken if nothing else happens; Infinity when it sleeps for good. */
  get wake(): number {
    return nextWake(this.state) ?? Infinity;
  }

  /** The steps that wait for an event, a signal, or a person. */
  get waits(): string[] {
    return this.state.steps
      .inFlight()
      .flatMap(({ path, action }) => (this.isWait(path) && action.status === 'waiting' ? [path] : []));
  }

  /** Whether its next alarm is no more than the end of somebody's patience: a wait's, a child's, or its own deadline. */
  get isOnlyPatient(): boolean {
    const { wake } = this;
    return this.state.steps.inFlight().every(({ path, action, compensation }) => {
      const isDue = (dueAt: number | null | undefined) => dueAt != null && dueAt <= wake;
      return !isDue(compensation?.dueAt) && (this.isWait(path) || this.isChild(path) || !isDue(action.dueAt));
    });
  }

  /** Moves it as the coordinator does; what the decision wants of the world is up to the world. */
  move(input: SagaInput): Decision {
    const decision = decide(this.plan, this.current, input);
    this.current = decision.state;
    // One by one: the decisions about large loops have more events than a call takes arguments.
    for (const event of decision.events) this.history.push(event);
    return decision;
  }

  private isWait(path: string): boolean {
    return nodeOf(this.plan, path)?.kind === 'wait';
  }

  private isChild(path: string): boolean {
    const node = nodeOf(this.plan, path);
    return node?.kind === 'command' && node.child !== null;
  }
}
