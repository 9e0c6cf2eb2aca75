import { type Command, participantOf, type Start, type Undo } from '@saga/contracts';
import type { Plan } from '@saga/definition';
import { type Decision, nodeOf, type SagaEffect, type SagaInput, type SagaStart } from '@saga/engine';
import { Agenda, type PublishedEvent, type Travelling } from './agenda.js';
import { AwaitedEvents, type Handed, readable } from './awaited-events.js';
import { Locks } from './locks.js';
import { Saga, type Undated } from './saga.js';
import type { ScriptedParticipants } from './scripted-participants.js';
import type { Wire } from './wire.js';

/** Where sagas live: a clock that jumps from event to event, the messages under way, participants, locks, events. */
export class World {
  readonly sagas = new Map<string, Saga>();
  /** All that participants were asked for, in its order. */
  readonly commands: Command[] = [];
  private readonly agenda = new Agenda();
  private readonly locks = new Locks();
  private readonly events = new AwaitedEvents();
  private eventsTold = 0;
  /** The sagas that have to be woken, and when. */
  private readonly wakes = new Map<Saga, number>();
  /** Until when a participant is busy with a saga's commands. */
  private readonly busyUntil = new Map<string, number>();
  /** Until when a participant does not keep up with its commands. */
  private readonly laggingUntil = new Map<string, number>();

  /**
   * @param plans by their names
   * @param now milliseconds since the epoch
   */
  constructor(
    private readonly plans: ReadonlyMap<string, Plan>,
    readonly participants: ScriptedParticipants,
    readonly wire: Wire,
    public now: number,
  ) {}

  /** Starts a saga; nothing has arrived anywhere yet. */
  start(start: SagaStart): Saga {
    const saga = this.enter(start);
    this.tell(saga, { type: 'start', ...start });
    return saga;
  }

  /** Gives a saga an input now, and does what it wants of the world. */
  tell(saga: Saga, input: Undated<SagaInput>): Decision {
    const decision = saga.move({ ...input, at: this.now });
    const { wake } = saga;
    if (wake === Infinity) this.wakes.delete(saga);
    else this.wakes.set(saga, wake);
    for (const effect of decision.effects) this.carryOut(saga, effect);
    this.handIn(this.events.early(this.now));
    return decision;
  }

  /** An id for an event that has none of its own. */
  nextEventId(): string {
    return `event-${++this.eventsTold}`;
  }

  /** Puts an event on its way. */
  publish(event: PublishedEvent): void {
    this.agenda.add(event, this.now);
  }

  /** The kinds of events that sagas can wait for, as `type on topic`. */
  get awaitable(): Set<string> {
    const waits = [...this.plans.values()].flatMap((plan) => plan.waits);
    return new Set(waits.map(({ event, topic }) => `${event} on ${topic}`));
  }

  /** Lets time pass until then, and all happen that is due in it. */
  async goOn(until: number): Promise<void> {
    for (let next = this.next(); next.at <= until && next.at < Infinity; next = this.next()) {
      await this.happen(next);
    }
  }

  /** Lets time pass until some saga waits, and all that could happen next is that the time for it is over. */
  async goOnToWait(): Promise<void> {
    for (let next = this.next(); next.at < Infinity; next = this.next()) {
      if (next.saga?.isOnlyPatient && this.isAnyWaiting()) return;
      await this.happen(next);
    }
  }

  /** What happens next: a saga's alarm, or the arrival of a message. One at the very end of its time is in time. */
  private next(): { at: number; saga: Saga | null } {
    let next: { at: number; saga: Saga | null } = { at: this.agenda.next, saga: null };
    for (const [saga, at] of this.wakes) if (at < next.at) next = { at, saga };
    return next;
  }

  private async happen({ at, saga }: { at: number; saga: Saga | null }): Promise<void> {
    this.now = Math.max(this.now, at);
    if (!saga) return this.receive(this.agenda.take().message);
    const lagging = [...this.laggingUntil].flatMap(([name, until]) => (until > this.now ? [name] : []));
    this.tell(saga, { type: 'tick', lagging: new Set(lagging) });
  }

  private isAnyWaiting(): boolean {
    return [...this.sagas.values()].some((saga) => saga.waits.length > 0);
  }

  private async receive(message: Travelling): Promise<void> {
    switch (message.kind) {
      case 'command':
        return this.deliver(message);
      case 'event':
        return this.handIn(this.events.come(message, this.now));
      case 'start':
        this.start(startOf(message));
        return;
      case 'undo': {
        const { sagaId, attempt } = message;
        return this.hear(this.sagas.get(sagaId)!, { type: 'undo', attempt, start: startOf(message) });
      }
      case 'reply': {
        const { sagaId, step, direction, attempt, outcome } = message;
        this.hear(this.sagas.get(sagaId)!, { type: 'reply', step, direction, attempt, outcome });
      }
    }
  }

  /** Gives a saga a message, which may be of no use to it. */
  private hear(saga: Saga, input: Undated<SagaInput>): void {
    const { ignored } = this.tell(saga, input);
    if (ignored) saga.ignored.push(ignored);
  }

  /** A participant takes the commands of one saga one after the other. */
  private async deliver(command: Command): Promise<void> {
    const { name, sagaId, step } = command;
    const participant = participantOf(name);
    if (participant === LOCKS && !this.participants.hasScript(name)) return this.lock(command);
    const lane = `${sagaId} ${participant}`;
    const free = this.busyUntil.get(lane) ?? 0;
    if (free > this.now) return this.agenda.add(command, free);
    const { plan, root } = this.sagas.get(sagaId)!;
    const node = nodeOf(plan, step);
    // Undoing what an event told of has no node of its own.
    const role = node?.kind === 'command' ? node.role : 'step';
    const { reply, events, takes, lags } = await this.participants.handle(command, role, root, this.now);
    this.busyUntil.set(lane, this.now + takes);
    if (lags) this.laggingUntil.set(participant, this.now + takes);
    for (const message of [...events, ...(reply ? [reply] : [])]) this.agenda.add(message, this.now + takes);
  }

  private lock(command: Command): void {
    for (const { command: answered, outcome } of this.locks.take(command, this.now))
      this.agenda.add(this.wire.reply(answered, outcome, new Date(this.now).toISOString()), this.now);
  }

  private handIn(handed: Handed[]): void {
    for (const { sagaId, step, event } of handed)
      this.hear(this.sagas.get(sagaId)!, { type: 'event', step, event: readable(event) });
  }

  private carryOut(saga: Saga, effect: SagaEffect): void {
    const { wire, agenda, now } = this;
    const { state, plan } = saga;
    switch (effect.type) {
      case 'send-command': {
        const command = wire.command(effect, state);
        saga.commands.push(command);
        this.commands.push(command);
        return agenda.add(command, now);
      }
      case 'start-child':
        return agenda.add(wire.start(effect, state), now);
      case 'undo-child':
        return agenda.add(wire.undo(effect, state), now);
      case 'answer-parent':
        return agenda.add(wire.answer(effect, state), now);
      case 'announce':
        return void saga.news.push(effect);
      case 'publish-event':
        return void saga.published.push(effect);
      case 'await-event':
        return this.events.begin(state.id, plan, effect);
      case 'stop-awaiting':
        return this.events.end(state.id, effect.step);
      case 'register-compensation':
        return;
    }
  }

  private enter({ sagaId, definition, parent }: SagaStart): Saga {
    const above = parent ? this.sagas.get(parent.sagaId)! : null;
    const saga = new Saga(this.plans.get(definition)!, above?.root ?? sagaId, parent?.step ?? null);
    above?.children.push(saga);
    this.sagas.set(sagaId, saga);
    return saga;
  }
}

const LOCKS = 'locks';

function startOf({ sagaId, definition, input, parent }: Start | Undo): SagaStart {
  return { sagaId, definition, input, ...(parent && { parent }) };
}
