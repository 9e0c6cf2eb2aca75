import { compile, type JsonObject, parseDefinition } from '@saga/definition';
import type { Ignored } from '../decision.js';
import type { SagaEffect } from '../saga-effect.js';
import type { Outcome } from '../saga-input.js';
import { type Execution, type OperatorAct, type Parent, type SagaState } from '../saga-state.js';
import { executionOf } from '../execution.js';
import { Story } from './story.js';

const ADDRESS = /^(undo )?([^\s#]+)(?:#(\d+))?$/;

/**
 * A saga told step by step, on a clock of its own. Steps are addressed as `reserve`, their compensations as
 * `undo reserve`, an attempt other than the latest as `reserve#1`. Every act gives why it was ignored, or null.
 */
export class ScriptedSaga {
  readonly story: Story;

  /** Starts a saga of this definition (YAML) at time 0, as the work of a step of another saga if `parent` says so. */
  constructor(definition: string, input: JsonObject = {}, parent?: Parent) {
    this.story = new Story(compile(parseDefinition(definition), 1));
    this.story.begin(input, parent);
  }

  succeeds(address: string, output: JsonObject = {}): Ignored | null {
    return this.reply(address, { result: 'success', output });
  }

  /** Business failure. */
  refuses(address: string, code = 'refused'): Ignored | null {
    return this.reply(address, { result: 'business', failure: { code, message: code } });
  }

  /** Technical failure. */
  breaks(address: string, code = 'broken'): Ignored | null {
    return this.reply(address, { result: 'technical', failure: { code, message: code } });
  }

  /** Its participant tells how far it is. */
  progresses(address: string, fraction: number, note?: string): Ignored | null {
    const news = { type: 'progress', ...this.attemptAt(address), fraction } as const;
    return this.story.tell(note === undefined ? news : { ...news, note }).ignored;
  }

  operator(act: OperatorAct): Ignored | null {
    return this.story.tell({ type: 'operator', act, by: 'ann', reason: 'as agreed' }).ignored;
  }

  signal(name: string, data: JsonObject = {}): Ignored | null {
    return this.story.tell({ type: 'signal', name, data }).ignored;
  }

  /** The event that a step waits for. */
  event(step: string, data: JsonObject): Ignored | null {
    return this.story.tell({ type: 'event', step, event: { id: 'e-1', type: 'any', data } }).ignored;
  }

  approval(approved: boolean, step?: string): Ignored | null {
    const answer = { type: 'approval', approved, by: 'ann', comment: 'as agreed' } as const;
    return this.story.tell(step === undefined ? answer : { ...answer, step }).ignored;
  }

  /** The parent undoes this saga. */
  isUndone(attempt = 1): Ignored | null {
    const { id: sagaId, definition, input, parent } = this.state;
    const start = { sagaId, definition, input, ...(parent && { parent }) };
    return this.story.tell({ type: 'undo', attempt, start }).ignored;
  }

  /** Lets time pass, waking the saga whenever it has asked for it. */
  passes(milliseconds: number, lagging?: ReadonlySet<string>): void {
    const end = this.story.now + milliseconds;
    for (let wake = this.story.nextWake; wake !== null && wake <= end; wake = this.story.nextWake) {
      this.story.now = wake;
      this.story.tell({ type: 'tick', ...(lagging && { lagging }) });
    }
    this.story.now = end;
  }

  get state(): SagaState {
    return this.story.state!;
  }

  get status(): string {
    return this.state.status;
  }

  get sent(): string[] {
    return this.story.sent;
  }

  /** The latest effect of a type. */
  latest<T extends SagaEffect['type']>(type: T): Extract<SagaEffect, { type: T }> | undefined {
    return this.story.effects.findLast((effect) => effect.type === type) as never;
  }

  /** How a step, or its compensation, stands. */
  execution(address: string): Execution {
    const { step, direction } = parseAddress(address);
    return executionOf(this.state, step, direction)!;
  }

  /** The input that the latest command of this address was sent with. */
  inputOf(address: string): JsonObject {
    return this.execution(address).input;
  }

  private reply(address: string, outcome: Outcome): Ignored | null {
    return this.story.tell({ type: 'reply', ...this.attemptAt(address), outcome }).ignored;
  }

  private attemptAt(address: string) {
    const { step, direction, attempt } = parseAddress(address);
    const latest = executionOf(this.state, step, direction)?.attempt ?? 1;
    return { step, direction, attempt: attempt ?? latest };
  }
}

function parseAddress(address: string) {
  const [, undo, step, attempt] = ADDRESS.exec(address)!;
  return {
    step: step!,
    direction: undo ? ('undo' as const) : ('do' as const),
    attempt: attempt === undefined ? undefined : Number(attempt),
  };
}
