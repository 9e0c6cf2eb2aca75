import { type Codec, type Command, commandId, participantOf, type Reply } from '@saga/contracts';
import { type Duration, milliseconds, type Plan } from '@saga/definition';
import {
  decide,
  type Decision,
  type Ignored,
  nextWake,
  type OperatorAct,
  type SagaEffect,
  type SagaEvent,
  type SagaInput,
  type SagaState,
  type SagaStatus,
  type StepState,
} from '@saga/engine';
import { Agenda } from './agenda.js';
import type { ScriptedParticipants } from './scripted-participants.js';
import { tellStory } from './story.js';

type Announcement = Extract<SagaEffect, { type: 'announce' }>;
/** Leaves `at` out of each member of a union. */
type Undated<T> = T extends unknown ? Omit<T, 'at'> : never;

/** One saga as it goes, moved by the engine as the coordinator moves it, on a clock that jumps from event to event. */
export class SagaRun {
  /** The commands that were sent, as they went over the wire. */
  readonly commands: Command[] = [];
  /** What happened, line by line, as the store keeps it. */
  readonly history: SagaEvent[] = [];
  /** What the world was told on `saga.lifecycle`. */
  readonly news: Announcement[] = [];
  /** Replies that changed nothing, such as late ones. */
  readonly ignored: Ignored[] = [];
  private readonly agenda = new Agenda();
  private readonly busyUntil = new Map<string, number>();
  private current: SagaState | null = null;

  /** Starts the saga; nothing has arrived anywhere yet. */
  constructor(
    private readonly plan: Plan,
    private readonly participants: ScriptedParticipants,
    private readonly codec: Codec,
    private now: number,
    start: Undated<Extract<SagaInput, { type: 'start' }>>,
  ) {
    this.move(start);
  }

  get state(): SagaState {
    return this.current!;
  }

  get status(): SagaStatus {
    return this.state.status;
  }

  /** How long the saga has taken so far, in milliseconds of its own time. */
  get elapsed(): number {
    return this.state.updatedAt - this.state.startedAt;
  }

  /** The steps whose effect stands in their participants: done, and not undone. */
  get standing(): string[] {
    return [...this.participants.standing];
  }

  /** What became of a step; null when it never began. Throws when the definition has no such step. */
  step(name: string): StepState | null {
    if (!this.plan.commands.has(name))
      throw new Error(`there is no step "${name}", only ${[...this.plan.commands.keys()].join(', ')}`);
    return this.state.steps.get(name) ?? null;
  }

  /** The history as text, one line an event. */
  story(): string {
    return tellStory(this.plan, this.history);
  }

  /** Lets time pass, and all happen that is due in it. */
  async advance(time: Duration): Promise<this> {
    const until = this.now + milliseconds(time);
    await this.goOn(until);
    this.now = until;
    return this;
  }

  /** Lets time pass until nothing will happen any more by itself. */
  async toEnd(): Promise<this> {
    await this.goOn(Infinity);
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

  private async act(act: OperatorAct, by: string, reason: string): Promise<this> {
    const { ignored } = this.move({ type: 'operator', act, by, reason });
    if (ignored) throw new Error(ignored.message);
    return this.toEnd();
  }

  private async goOn(until: number): Promise<void> {
    for (;;) {
      const wake = nextWake(this.state) ?? Infinity;
      const at = Math.min(this.agenda.next, wake);
      if (at > until || at === Infinity) return;
      this.now = Math.max(this.now, at);
      // A reply that comes at the very end of its time is in time.
      if (this.agenda.next <= wake) await this.receive(this.agenda.take().message);
      else this.move({ type: 'tick' });
    }
  }

  private async receive(message: Command | Reply): Promise<void> {
    if (message.kind === 'command') return this.deliver(message);
    const { step, direction, attempt, outcome } = message;
    const { ignored } = this.move({ type: 'reply', step, direction, attempt, outcome });
    if (ignored) this.ignored.push(ignored);
  }

  /** A participant takes the commands of one saga one after the other. */
  private async deliver(command: Command): Promise<void> {
    const participant = participantOf(command.name);
    const free = this.busyUntil.get(participant) ?? 0;
    if (free > this.now) return this.agenda.add(command, free);
    const { reply, takes } = await this.participants.handle(command, this.now);
    this.busyUntil.set(participant, this.now + takes);
    if (reply) this.agenda.add(reply, this.now + takes);
  }

  private move(input: Undated<SagaInput>): Decision {
    const decision = decide(this.plan, this.current, { ...input, at: this.now });
    this.current = decision.state;
    this.history.push(...decision.events);
    for (const effect of decision.effects) {
      if (effect.type === 'send-command') this.send(effect);
      if (effect.type === 'announce') this.news.push(effect);
    }
    return decision;
  }

  private send(effect: Extract<SagaEffect, { type: 'send-command' }>): void {
    const { step, direction, attempt, command: name, input } = effect;
    const sagaId = this.state.id;
    const time = new Date(this.now).toISOString();
    const id = commandId(sagaId, step, direction, attempt);
    const written = this.codec.encode({
      kind: 'command',
      id,
      name,
      sagaId,
      step,
      direction,
      attempt,
      input,
      time,
    });
    const sent = this.codec.decodeCommand({
      ...written,
      value: Buffer.from(written.value),
      timestamp: this.now,
    });
    this.commands.push(sent);
    this.agenda.add(sent, this.now);
  }
}
