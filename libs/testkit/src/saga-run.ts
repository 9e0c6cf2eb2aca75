import type { Command, JsonObject } from '@saga/contracts';
import { type Duration, isLoop, milliseconds, type Plan, type PlanNode } from '@saga/definition';
import {
  type Direction,
  type Ignored,
  nodeOf,
  type OperatorAct,
  type SagaEvent,
  type SagaInput,
  type SagaState,
  type SagaStatus,
  type StepState,
} from '@saga/engine';
import type { Announcement, Publication, Saga, Undated } from './saga.js';
import { type SagaSnapshot, snapshotOf } from './snapshot.js';
import { tellStory } from './story.js';
import type { World } from './world.js';

/** A step that a saga, or one that it has started, has asked a participant to do or to undo. */
export interface StepTaken {
  sagaId: string;
  step: string;
  direction: Direction;
  /** The step's path, behind the steps that have started its saga: `payout/transfer`. */
  name: string;
}

/** A domain event as a test tells it; what is left out is filled in. */
export interface ToldEvent {
  type: string;
  topic: string;
  data?: JsonObject;
  id?: string;
  source?: string;
}

/**
 * One saga as it goes, moved by the engine as the coordinator moves it, on a clock that jumps from event to event.
 * All that lives in its world moves with it: the sagas that it has started, and those alongside.
 */
export class SagaRun {
  /** The saga must have started. */
  constructor(
    private readonly world: World,
    private readonly saga: Saga,
  ) {}

  get state(): SagaState {
    return this.saga.state;
  }

  get status(): SagaStatus {
    return this.state.status;
  }

  /** The commands that were sent, as they went over the wire. */
  get commands(): Command[] {
    return this.saga.commands;
  }

  /** What happened, line by line, as the store keeps it. */
  get history(): SagaEvent[] {
    return this.saga.history;
  }

  /** What the world was told on `saga.lifecycle`. */
  get news(): Announcement[] {
    return this.saga.news;
  }

  /** The domain events that were published to undo something. */
  get published(): Publication[] {
    return this.saga.published;
  }

  /** Messages that changed nothing, such as late replies. */
  get ignored(): Ignored[] {
    return this.saga.ignored;
  }

  /** How long the saga has taken so far, in milliseconds of its own time. */
  get elapsed(): number {
    return this.state.updatedAt - this.state.startedAt;
  }

  /**
   * The steps whose effect stands in their participants: done, and not undone. Those of the sagas that it has started
   * stand behind the step that did it: `payout/transfer`.
   */
  get standing(): string[] {
    return [
      ...this.world.participants.ledger.standing(this.state.id),
      ...this.children.flatMap(({ saga, standing }) => standing.map((step) => `${saga.parentStep}/${step}`)),
    ];
  }

  /** The steps that participants were asked to do or undo, those of the sagas that it has started too, in their order. */
  get stepsTaken(): StepTaken[] {
    const family = familyOf(this.saga, '');
    const taken = new Map<string, StepTaken>();
    for (const { sagaId, step, direction } of this.world.commands) {
      const member = family.get(sagaId);
      const node = member && nodeOf(member.plan, step);
      if (node?.kind !== 'command' || node.role !== 'step') continue;
      taken.set(`${sagaId} ${direction} ${step}`, {
        ...{ sagaId, step, direction },
        name: `${member!.prefix}${step}`,
      });
    }
    return [...taken.values()];
  }

  /** The steps that wait for an event, a signal, or a person. */
  get waits(): string[] {
    return this.saga.waits;
  }

  /** The sagas that its steps have started, in the order of their starts. */
  get children(): SagaRun[] {
    return this.saga.children.map((child) => new SagaRun(this.world, child));
  }

  /** The saga that does a step, the latest if there were several. Throws when the step has started none. */
  child(step: string): SagaRun {
    const child = this.saga.children.findLast(({ parentStep }) => parentStep === step);
    if (child) return new SagaRun(this.world, child);
    const started = this.saga.children.map(({ parentStep }) => parentStep).join(', ') || 'none';
    throw new Error(`step "${step}" has started no saga; steps that have: ${started}`);
  }

  /**
   * What became of a step; null when it never began. One in a loop goes by its path, such as `parcels[3].book`.
   * Throws when the definition has no such step.
   */
  step(path: string): StepState | null {
    const { plan } = this.saga;
    const node = nodeOf(plan, path);
    if (!node) throw new Error(`there is no step "${path}", only ${[...plan.nodes.keys()].join(', ')}`);
    const loops = loopsRound(node);
    if (path.split('].').length - 1 !== loops.length)
      throw new Error(
        loops.length > 0
          ? `step "${node.path}" is in a loop: say in which item or round, as in ${loops.map((loop) => `${loop}[0].`).join('')}${node.path}`
          : `step "${node.path}" is in no loop: it has no other path`,
      );
    return this.state.steps.get(path) ?? null;
  }

  /** The history as text, one line an event. */
  story(): string {
    return tellStory(this.saga.plan, this.history);
  }

  /** What came of it as plain JSON, for snapshots: all its times are counted from its start. */
  snapshot(): SagaSnapshot {
    return snapshotOf(this.saga);
  }

  /** Lets time pass, and all happen that is due in it. */
  async advance(time: Duration): Promise<this> {
    const until = this.world.now + milliseconds(time);
    await this.world.goOn(until);
    this.world.now = until;
    return this;
  }

  /**
   * Lets time pass until nothing will happen any more by itself. Waits that nobody ends go on until their time is over;
   * where they have none, the saga is still running then.
   */
  async toEnd(): Promise<this> {
    await this.world.goOn(Infinity);
    return this;
  }

  /**
   * Lets time pass until the saga waits for an event, a signal or a person, or nothing will happen any more by
   * itself: of what is due, only the end of such a wait, and the saga's deadline, are left to happen.
   */
  async toWait(): Promise<this> {
    await this.world.goOnToWait();
    return this;
  }

  /** An operator tries again what the saga is stuck at; it goes on to its end. Rejects when that is not possible. */
  retry(by: string, reason: string): Promise<this> {
    return this.act('retry', by, reason);
  }

  /** An operator skips what the saga is stuck at; it goes on to its end. Rejects when that is not possible. */
  skip(by: string, reason: string): Promise<this> {
    return this.act('skip', by, reason);
  }

  /** An operator has the saga undone; it goes on to its end. Rejects when that is not possible. */
  cancel(by: string, reason: string): Promise<this> {
    return this.act('cancel', by, reason);
  }

  /** Sends the saga a signal; it goes on `toWait`. Rejects when no step waits for it, nor ever will. */
  signal(name: string, data: JsonObject = {}): Promise<this> {
    return this.hear({ type: 'signal', name, data });
  }

  /**
   * A person says yes; the saga goes on `toWait`. Rejects when nobody is asked.
   * @param step which question it answers, where several are open
   */
  approve(by: string, comment = '', step?: string): Promise<this> {
    return this.hear({ type: 'approval', approved: true, by, comment, ...(step !== undefined && { step }) });
  }

  /** A person says no; see `approve`. */
  reject(by: string, comment = '', step?: string): Promise<this> {
    return this.hear({ type: 'approval', approved: false, by, comment, ...(step !== undefined && { step }) });
  }

  /**
   * A domain event comes, for every saga of this world that waits for it now, or will before it is forgotten; they go
   * on `toWait`. Rejects when no step of their definitions waits for such events.
   */
  async event({ type, topic, data = {}, id, source = 'test' }: ToldEvent): Promise<this> {
    const { awaitable, wire, now } = this.world;
    if (!awaitable.has(`${type} on ${topic}`))
      throw new Error(
        `no step waits for ${type} on ${topic}, only for ${[...awaitable].join(', ') || 'none'}`,
      );
    const time = new Date(now).toISOString();
    const told = { kind: 'event', id: id ?? this.world.nextEventId(), source, type, data, time } as const;
    this.world.publish(wire.event(told, topic));
    return this.toWait();
  }

  /**
   * Starts another saga of the same definition in the same world, now: the two share the clock, the participants and
   * the locks, and both go on whenever one of them does.
   */
  alongside(sagaId: string, input: JsonObject): SagaRun {
    const { definition } = this.state;
    return new SagaRun(this.world, this.world.start({ sagaId, definition, input }));
  }

  private async act(act: OperatorAct, by: string, reason: string): Promise<this> {
    this.tell({ type: 'operator', act, by, reason });
    return this.toEnd();
  }

  private async hear(input: Undated<SagaInput>): Promise<this> {
    this.tell(input);
    return this.toWait();
  }

  private tell(input: Undated<SagaInput>): void {
    const { ignored } = this.world.tell(this.saga, input);
    if (ignored) throw new Error(ignored.message);
  }
}

function loopsRound({ within }: PlanNode): string[] {
  return within.filter(isLoop).map(({ group }) => group);
}

/** A saga and those that it has started, by their ids, with what stands before the names of their steps. */
function familyOf(
  { plan, state, children }: Saga,
  prefix: string,
): Map<string, { plan: Plan; prefix: string }> {
  const descendants = children.flatMap((child) => [...familyOf(child, `${prefix}${child.parentStep}/`)]);
  return new Map([[state.id, { plan, prefix }], ...descendants]);
}
