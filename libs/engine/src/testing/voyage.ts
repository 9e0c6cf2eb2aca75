import { compile, type SagaDefinition } from '@saga/definition';
import type { Decision } from '../decision.js';
import type { SagaEffect } from '../saga-effect.js';
import { isFinished, type OperatorAct } from '../saga-state.js';
import type { Chance } from './chance.js';
import { type Luck, Participants } from './participants.js';
import { type Happening, Story } from './story.js';

type Command = Extract<SagaEffect, { type: 'send-command' }>;
type Reply = Extract<Happening, { type: 'reply' }>;

/** A decision with what has to be known to judge it. */
export interface Judged extends Decision {
  isRepeatedReply: boolean;
  isTooEarly: boolean;
  /** When the saga wanted to be woken, after the decision. */
  nextWake: number | null;
}

/** A saga among participants, in the hands of chance first and of honest people afterwards. */
export class Voyage {
  readonly story: Story;
  readonly participants = new Participants();
  readonly decisions: Judged[] = [];
  readonly acts: { act: OperatorAct; step: string | null }[] = [];
  private readonly commands: Command[] = [];
  private readonly unhandled = new Set<Command>();
  private readonly replies: Reply[] = [];
  private readonly arrived = new Set<Reply>();

  constructor(definition: SagaDefinition) {
    this.story = new Story(compile(definition, 1));
    this.tell({ type: 'start', sagaId: 'saga-1', definition: definition.name, input: {} });
  }

  undergo(chance: Chance): void {
    switch (chance.what) {
      case 'command': {
        const command = pick(chance.again ? this.commands : [...this.unhandled], chance.which);
        return command && this.handle(command, chance.luck);
      }
      case 'reply': {
        const reply = pick(this.replies, chance.which);
        return reply && this.deliver(reply);
      }
      case 'tick':
        return this.tick(this.story.now + chance.after);
      case 'wake':
        return this.tick(this.story.nextWake ?? this.story.now);
      case 'wake-too-early':
        return this.tick((this.story.nextWake ?? this.story.now + 1) - 1);
      case 'operator':
        return this.operate(chance.act);
    }
  }

  /** From here on commands arrive and succeed, replies arrive, and time goes on until nothing more comes of it. */
  calmDown(): void {
    for (;;) {
      const [command] = this.unhandled;
      if (command) {
        this.handle(command, 'success');
        this.deliver(this.replies.at(-1)!);
      } else if (this.story.nextWake !== null) this.tick(this.story.nextWake);
      else return;
    }
  }

  operate(act: OperatorAct): void {
    const step = this.state.attention?.step ?? null;
    const { ignored } = this.tell({ type: 'operator', act, by: 'ann', reason: 'as agreed' });
    if (!ignored) this.acts.push({ act, step });
  }

  get state() {
    return this.story.state!;
  }

  get isFinished(): boolean {
    return isFinished(this.state.status);
  }

  private handle(command: Command, luck: Luck): void {
    this.unhandled.delete(command);
    const { step, direction, attempt } = command;
    // Whoever does the pivot must not say that it broke when it did happen: there is no undoing it.
    const isPivot = this.story.plan.commands.get(step)!.phase === 'pivot';
    const fair = isPivot && luck === 'broken-after-effect' ? 'success' : luck;
    const outcome = this.participants.handle(command, fair);
    this.replies.push({ type: 'reply', step, direction, attempt, outcome });
  }

  private deliver(reply: Reply): void {
    this.tell(reply);
    this.arrived.add(reply);
  }

  private tick(at: number): void {
    this.story.now = Math.max(this.story.now, at);
    this.tell({ type: 'tick' });
  }

  private tell(happening: Happening): Decision {
    const isRepeatedReply = happening.type === 'reply' && this.arrived.has(happening);
    const wake = this.story.nextWake;
    const isTooEarly = happening.type === 'tick' && (wake === null || this.story.now < wake);
    const decision = this.story.tell(happening);
    this.decisions.push({ ...decision, isRepeatedReply, isTooEarly, nextWake: this.story.nextWake });
    for (const effect of decision.effects) {
      if (effect.type !== 'send-command') continue;
      this.commands.push(effect);
      this.unhandled.add(effect);
    }
    return decision;
  }
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % from.length];
}
