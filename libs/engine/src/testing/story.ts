import type { JsonObject, Plan } from '@saga/definition';
import { decide } from '../decide.js';
import type { Decision, Ignored } from '../decision.js';
import { migrate, type MigrationRefusal } from '../migrate.js';
import type { Names } from '../names.js';
import { nextWake } from '../on-tick.js';
import type { SagaEffect } from '../saga-effect.js';
import type { SagaEvent } from '../saga-event.js';
import type { SagaInput } from '../saga-input.js';
import type { Parent, SagaState } from '../saga-state.js';

/** An input of which the story knows the time. */
export type Happening = SagaInput extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'at'>
    : never
  : never;

/** A command as stories write it: `reserve#1` runs a step, `undo reserve#1` compensates it. */
export function addressOf({
  direction,
  step,
  attempt,
}: {
  direction: string;
  step: string;
  attempt: number;
}) {
  return `${direction === 'undo' ? 'undo ' : ''}${step}#${attempt}`;
}

/** One saga from its start on: a clock, all inputs, and what came of them. Prints as a story to be read. */
export class Story {
  now = 0;
  state: SagaState | null = null;
  readonly inputs: SagaInput[] = [];
  readonly events: SagaEvent[] = [];
  readonly effects: SagaEffect[] = [];
  private readonly lines: string[] = [];

  constructor(
    public plan: Plan,
    readonly sagaId = 'saga-1',
  ) {}

  /** Gives the engine one input at the present time. */
  tell(happening: Happening): Decision {
    const input = { ...happening, at: this.now };
    const decision = decide(this.plan, this.state, input);
    this.inputs.push(input);
    this.keep(writeInput(input), decision);
    return decision;
  }

  /** Moves the saga to another version, if that can be done. */
  migrate(to: Plan, steps: Names = {}): Decision | MigrationRefusal {
    const decision = migrate(this.plan, to, this.state!, {
      steps,
      by: 'ann',
      reason: 'as agreed',
      at: this.now,
    });
    if ('refusals' in decision) return decision;
    this.plan = to;
    this.keep(`migrate to version ${to.version} ${JSON.stringify(steps)}`, decision);
    return decision;
  }

  private keep(what: string, decision: Decision): void {
    this.events.push(...decision.events);
    this.effects.push(...decision.effects);
    this.state = decision.state;
    this.lines.push(`${this.now} ms: ${what}`, ...writeOutcome(decision));
  }

  begin(input: JsonObject = {}, parent?: Parent): Decision {
    const start = { type: 'start', sagaId: this.sagaId, definition: this.plan.name, input } as const;
    return this.tell(parent ? { ...start, parent } : start);
  }

  get nextWake(): number | null {
    return this.state && nextWake(this.state);
  }

  /** What was asked of participants and of other sagas, in order. */
  get sent(): string[] {
    return this.effects.flatMap((effect) => {
      if (effect.type === 'start-child') return [addressOf({ ...effect, direction: 'do' })];
      if (effect.type === 'undo-child') return [addressOf({ ...effect, direction: 'undo' })];
      return effect.type === 'send-command' && effect.command !== 'locks.release' ? [addressOf(effect)] : [];
    });
  }

  /** What the world was told of the saga, in order, such as `step-succeeded reserve`. */
  get announced(): string[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'announce' ? [[effect.state, effect.step].filter(Boolean).join(' ')] : [],
    );
  }

  toString(): string {
    return this.lines.join('\n');
  }
}

function writeInput(input: SagaInput): string {
  switch (input.type) {
    case 'start':
      return 'start';
    case 'tick':
      return 'tick';
    case 'progress':
      return `progress of ${addressOf(input)}: ${input.fraction}`;
    case 'operator':
      return `operator: ${input.act}`;
    case 'event':
      return `event for ${input.step}`;
    case 'signal':
      return `signal ${input.name}`;
    case 'approval':
      return `${input.by}: ${input.approved ? 'approved' : 'rejected'} ${input.step ?? ''}`;
    case 'undo':
      return `the parent undoes, attempt ${input.attempt}`;
    case 'reply': {
      const { outcome } = input;
      const what = outcome.result === 'success' ? 'success' : `${outcome.result} ${outcome.failure.code}`;
      return `reply to ${addressOf(input)}: ${what}`;
    }
  }
}

function writeOutcome({ events, ignored, state }: Decision): string[] {
  const lines = events.map((event) => `    ${writeEvent(event)}`);
  return ignored ? [`    ignored: ${writeIgnored(ignored)}`] : [...lines, `    -> ${state.status}`];
}

function writeIgnored({ code, message }: Ignored): string {
  return `${code}, ${message}`;
}

function writeEvent(event: SagaEvent): string {
  const of = 'direction' in event ? ` ${addressOf(event)}` : '';
  const kind = 'kind' in event ? ` (${event.kind})` : '';
  const due = 'dueAt' in event ? `, due at ${event.dueAt} ms` : '';
  return `${event.type}${of}${kind}${due}`;
}
