import { compile, type Plan, type SagaDefinition } from '@saga/definition';
import type { Decision } from '../decision.js';
import { type Names, pathOf } from '../names.js';
import { nodeOf } from '../path.js';
import type { SagaEffect } from '../saga-effect.js';
import type { Outcome } from '../saga-input.js';
import { type Direction, isFinished, type OperatorAct } from '../saga-state.js';
import type { Chance } from './chance.js';
import { failure, type Luck, Participants, SUCCESS } from './participants.js';
import { type Happening, Story } from './story.js';

/** What is to be done for a step, by a participant or by another saga. */
interface Command {
  step: string;
  direction: Direction;
  attempt: number;
  isChild: boolean;
}

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
  private readonly answered = new Map<Reply, Command>();
  private signalled = 0;

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
      case 'signal':
        return this.signal();
      case 'operator':
        return this.operate(chance.act);
    }
  }

  /** From here on commands arrive and succeed, replies arrive, and time goes on until nothing more comes of it. */
  calmDown(): void {
    for (;;) {
      const [command] = this.unhandled;
      // Participants' answers may be lost; those of other sagas lie in the database until they have arrived.
      const late = this.replies.find(
        (reply) => this.answered.get(reply)!.isChild && !this.arrived.has(reply),
      );
      if (late) this.deliver(late);
      else if (command) {
        this.handle(command, 'success');
        this.deliver(this.replies.at(-1)!);
      } else if (this.isSignalAwaited && this.signalled++ < 20) this.signal();
      else if (this.story.nextWake !== null) this.tick(this.story.nextWake);
      else return;
    }
  }

  private signal(): void {
    this.tell({ type: 'signal', name: 'go', data: {} });
  }

  private get isSignalAwaited(): boolean {
    return this.state.steps
      .inFlight()
      .some(({ path }) => nodeOf(this.story.plan, path)?.kind === 'wait' && !isFinished(this.state.status));
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
    const outcome = this.outcomeOf(command, luck);
    const reply: Reply = { type: 'reply', step, direction, attempt, outcome };
    this.replies.push(reply);
    this.answered.set(reply, command);
  }

  private outcomeOf(command: Command, luck: Luck): Outcome {
    const { step, attempt } = command;
    const node = nodeOf(this.story.plan, pathOf(this.state, step));
    const role = node?.kind === 'command' ? node.role : 'step';
    if (role === 'status') {
      const asked = step.slice(0, step.lastIndexOf('.'));
      const outcome = this.participants.statusOf(asked, luck === 'business');
      return { result: 'success', output: { outcome } };
    }
    if (role === 'verification') {
      const { done, undone } = this.participants.effectsOf(step.slice(0, step.lastIndexOf('.')));
      return done === undone ? SUCCESS : failure('business', 'still-there');
    }
    // Whoever does the pivot must not say that it broke when it did happen: there is no undoing it.
    const isPivot = node?.phase === 'pivot';
    const fair = isPivot && luck === 'broken-after-effect' ? 'success' : luck;
    return this.participants.handle({ ...command, attempt }, command.isChild ? CHILD_LUCK[fair] : fair);
  }

  private deliver(reply: Reply): void {
    this.tell(reply);
    this.arrived.add(reply);
  }

  private tick(at: number): void {
    this.story.now = Math.max(this.story.now, at);
    this.tell({ type: 'tick' });
  }

  /** Moves the saga to another version; false where that is refused. */
  migrate(to: Plan, steps: Names): boolean {
    const decision = this.story.migrate(to, steps);
    if ('refusals' in decision) return false;
    this.keep(decision, { isRepeatedReply: false, isTooEarly: false });
    return true;
  }

  private tell(happening: Happening): Decision {
    const isRepeatedReply = happening.type === 'reply' && this.arrived.has(happening);
    const wake = this.story.nextWake;
    const isTooEarly = happening.type === 'tick' && (wake === null || this.story.now < wake);
    const decision = this.story.tell(happening);
    this.keep(decision, { isRepeatedReply, isTooEarly });
    return decision;
  }

  private keep(decision: Decision, judged: Pick<Judged, 'isRepeatedReply' | 'isTooEarly'>): void {
    this.decisions.push({ ...decision, ...judged, nextWake: this.story.nextWake });
    for (const effect of decision.effects) {
      const command = commandOf(effect);
      if (!command) continue;
      this.commands.push(command);
      this.unhandled.add(command);
    }
  }
}

/** Another saga never breaks: it gets its work done, or undoes it. */
const CHILD_LUCK = {
  success: 'success',
  business: 'business',
  technical: 'success',
  hopeless: 'business',
  'broken-after-effect': 'success',
} as const;

/** What an effect asks for; giving up a lock is not answered. */
function commandOf(effect: SagaEffect): Command | null {
  if (effect.type === 'send-command' && effect.command !== 'locks.release')
    return { ...effect, isChild: false };
  if (effect.type === 'start-child') return { ...effect, direction: 'do', isChild: true };
  if (effect.type === 'undo-child') return { ...effect, direction: 'undo', isChild: true };
  return null;
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % from.length];
}
