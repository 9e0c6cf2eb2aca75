import type { Command, Outcome } from '@saga/contracts';
import type { Plan } from '@saga/definition';
import {
  decide,
  isFinished,
  nextWake,
  nodeOf,
  type SagaEffect,
  type SagaInput,
  type SagaStart,
  type SagaState,
} from '@saga/engine';
import { Locks } from '../locks.js';
import type { Undated } from '../saga.js';
import type { Happenings } from './happenings.js';
import type { Participants } from './participants.js';
import type { Tally } from './tally.js';

/** A saga on its way. */
interface Running {
  plan: Plan;
  /** The saga that was started by no other, and all that came of it: they are forgotten together. */
  family: Family;
  state: SagaState | null;
  wake: number | null;
}

interface Family {
  root: string;
  members: string[];
}

/** Many sagas at once, each moved by the engine, on a clock that jumps from one happening to the next. */
export class Simulation {
  private readonly sagas = new Map<string, Running>();
  private readonly locks = new Locks();
  private now = 0;

  /** @param epoch where the time of the sagas begins, in milliseconds since the epoch */
  constructor(
    private readonly plans: ReadonlyMap<string, Plan>,
    private readonly happenings: Happenings,
    private readonly participants: Participants,
    private readonly tally: Tally,
    private readonly epoch: number,
  ) {}

  /** A saga begins now. */
  start(start: SagaStart): void {
    this.tally.started();
    this.enter(start, { root: start.sagaId, members: [] });
  }

  /** Lets everything happen until then. */
  run(until: number): void {
    const { happenings, tally } = this;
    while (happenings.next < until) {
      this.now = happenings.next;
      tally.goOn(this.now);
      happenings.take()();
    }
    tally.goOn(until - 1);
    tally.close();
  }

  private enter(start: SagaStart, family: Family): void {
    const plan = this.plans.get(start.definition)!;
    family.members.push(start.sagaId);
    this.sagas.set(start.sagaId, { plan, family, state: null, wake: null });
    this.tell(start.sagaId, { type: 'start', ...start });
  }

  /** Gives a saga an input now; one that has ended and is forgotten has no use for it. */
  private tell(sagaId: string, input: Undated<SagaInput>): void {
    const saga = this.sagas.get(sagaId);
    if (!saga) return;
    const { family, plan } = saga;
    const { state, events, effects } = decide(plan, saga.state, { ...input, at: this.epoch + this.now });
    saga.state = state;
    requireRendered(state);
    const isRoot = family.root === sagaId;
    if (isRoot) this.tally.note(state, events);
    for (const effect of effects) this.carryOut(saga, state, effect);
    if (isRoot && isFinished(state.status)) this.forget(family);
    else this.setAlarm(sagaId, saga, state);
  }

  private setAlarm(sagaId: string, saga: Running, state: SagaState): void {
    const wake = nextWake(state);
    if (wake === saga.wake) return;
    saga.wake = wake;
    if (wake === null) return;
    this.happenings.add(Math.max(wake - this.epoch, this.now), () => {
      if (saga.wake !== wake) return;
      saga.wake = null;
      this.tell(sagaId, { type: 'tick' });
    });
  }

  private carryOut({ plan, family }: Running, state: SagaState, effect: SagaEffect): void {
    const soon = (happen: () => void) => this.happenings.add(this.now, happen);
    switch (effect.type) {
      case 'send-command':
        return this.send(plan, state, effect);
      case 'start-child': {
        const { id: sagaId, definition, input } = effect.child;
        const parent = { sagaId: state.id, step: effect.step, attempt: effect.attempt };
        return soon(() => {
          if (this.sagas.has(sagaId)) this.tell(sagaId, { type: 'start', sagaId, definition, input, parent });
          else this.enter({ sagaId, definition, input, parent }, family);
        });
      }
      case 'undo-child': {
        const { id: sagaId, definition, input } = effect.child;
        const { attempt } = state.steps.get(effect.step)!.action;
        const parent = { sagaId: state.id, step: effect.step, attempt };
        const start = { sagaId, definition, input, parent };
        return soon(() => this.tell(sagaId, { type: 'undo', attempt: effect.attempt, start }));
      }
      case 'answer-parent': {
        const { parent, direction, attempt, outcome } = effect;
        const reply = { type: 'reply', step: parent.step, direction, attempt, outcome } as const;
        return soon(() => this.tell(parent.sagaId, reply));
      }
      // Nobody listens, and nobody answers waits: they last until their time is over.
      case 'announce':
      case 'publish-event':
      case 'await-event':
      case 'stop-awaiting':
      case 'register-compensation':
        return;
    }
  }

  private send(plan: Plan, state: SagaState, effect: Extract<SagaEffect, { type: 'send-command' }>): void {
    const { step, direction, attempt, command: name, input } = effect;
    const id = `${state.id}:${step}:${direction}:${attempt}`;
    const command: Command = {
      ...{ kind: 'command', id, name, sagaId: state.id, step, direction, attempt, input, time: '' },
    };
    if (effect.participant === LOCKS) {
      for (const answered of this.locks.take(command, this.now))
        this.happenings.add(this.now, () => this.reply(answered.command, answered.outcome));
      return;
    }
    const node = nodeOf(plan, step);
    const role = node?.kind === 'command' ? node.role : 'step';
    const now = () => this.now;
    this.participants.take(command, role, now, (outcome) => this.reply(command, outcome));
  }

  private reply({ sagaId, step, direction, attempt }: Command, outcome: Outcome): void {
    this.tell(sagaId, { type: 'reply', step, direction, attempt, outcome });
  }

  private forget({ members }: Family): void {
    for (const sagaId of members) {
      this.sagas.delete(sagaId);
      this.participants.forget(sagaId);
    }
  }
}

const LOCKS = 'locks';

/** A saga whose expressions fail tells nothing of its participants: what they read has to be given. */
function requireRendered({ failure, attention }: SagaState): void {
  const reason = attention?.reason ?? failure;
  if (reason?.code === 'expression-failed')
    throw new RangeError(`${reason.message}: let input and outputs have what the expressions read`);
}
