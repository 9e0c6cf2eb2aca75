import type { Plan, PlanNode } from '@saga/definition';
import { decide } from './decide.js';
import { addressOf } from './names.js';
import { nextWake } from './on-tick.js';
import { nodeOf } from './path.js';
import type { Outcome, SagaInput } from './saga-input.js';
import { type Direction, isFinished, isInFlight, type SagaState, type SagaStatus } from './saga-state.js';
import { UNKNOWN } from './simulate-guess.js';

/** A saga with more than this to do is not played to its end. */
const MAX_MOVES = 2_000;
const REFUSED = { code: 'refused', message: 'refused' };

type Undated = SagaInput extends infer Each ? (Each extends unknown ? Omit<Each, 'at'> : never) : never;

/** A saga that is played through with everybody doing at once what they are asked for, but for one step. */
export class Rehearsal {
  /** The steps that somebody was asked for, in order. */
  readonly asked: string[] = [];
  private hasEnded = false;
  /** Events that say that something has failed: they don't come. */
  private readonly failing: ReadonlySet<string>;

  /** @param refused the step that is refused; null for none */
  constructor(
    private readonly plan: Plan,
    public state: SagaState,
    private at: number,
    private readonly refused: string | null,
  ) {
    const watched = [...plan.nodes.values()].flatMap((node) => (node.kind === 'observe' ? node.events : []));
    this.failing = new Set(watched.filter(({ fails }) => fails).map(({ wait }) => wait.path));
  }

  /** Whether a step asks somebody for something: a participant, another saga, or a person. */
  static isAsked(node: PlanNode): boolean {
    if (node.kind === 'wait') return node.awaited.kind === 'approval';
    return node.kind === 'command' && node.role === 'step';
  }

  /** How it has ended; null when it was not played to its end. */
  get ends(): SagaStatus | null {
    return this.hasEnded ? this.state.status : null;
  }

  run(): void {
    if (this.state.attention?.choices.includes('retry'))
      this.tell({ type: 'operator', act: 'retry', by: 'simulation', reason: 'simulation' });
    for (let moves = 0; moves < MAX_MOVES; moves++) {
      const move = this.nextMove();
      if (!move) return void (this.hasEnded = true);
      this.tell(move);
    }
  }

  private nextMove(): Undated | null {
    const { state } = this;
    if (isFinished(state.status) || state.status === 'needs-attention') return null;
    for (const { path, action, compensation } of state.steps.inFlight()) {
      const direction = compensation && isInFlight(compensation) ? 'undo' : 'do';
      const execution = direction === 'undo' ? compensation! : action;
      const node = nodeOf(this.plan, path);
      if (!node || execution.status !== 'waiting') continue;
      const news = this.newsFor(node, path, direction, execution.attempt);
      if (news) return news;
    }
    const wake = nextWake(state);
    if (wake === null) return null;
    this.at = Math.max(this.at, wake);
    return { type: 'tick' };
  }

  /** What comes next of something that is waited for; null when just time has to pass. */
  private newsFor(node: PlanNode, path: string, direction: Direction, attempt: number): Undated | null {
    if (node.kind === 'command' || direction === 'undo') {
      const isRefused = path === this.refused && direction === 'do';
      const outcome: Outcome = isRefused
        ? { result: 'business', failure: REFUSED }
        : {
            result: 'success',
            output: node.kind === 'command' && node.role === 'status' ? { outcome: 'done' } : UNKNOWN,
          };
      return { type: 'reply', step: addressOf(this.state, path), direction, attempt, outcome };
    }
    if (node.kind !== 'wait' || this.failing.has(node.path)) return null;
    const { awaited } = node;
    if (awaited.kind === 'signal') return { type: 'signal', name: awaited.signal, data: UNKNOWN };
    if (awaited.kind === 'event') return { type: 'event', step: path, event: { data: UNKNOWN } };
    const approved = path !== this.refused;
    return { type: 'approval', step: path, approved, by: 'simulation', comment: 'simulation' };
  }

  private tell(input: Undated): void {
    const { state, events } = decide(this.plan, this.state, { ...input, at: this.at });
    this.state = state;
    for (const event of events) {
      const begins = event.type === 'step-commanded' || event.type === 'wait-started';
      if (begins && event.direction === 'do' && Rehearsal.isAsked(nodeOf(this.plan, event.step)!))
        this.asked.push(event.step);
    }
  }
}
