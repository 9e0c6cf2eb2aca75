import type { Command } from '@saga/contracts';
import { TechnicalFailure } from './failures.js';

type StepOfSaga = Pick<Command, 'sagaId' | 'step'>;

/** The longest time that Node's timers know. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The participant leaves before the command is done: no answer to the saga, another member will take the command. */
export class Leaving extends Error {
  constructor() {
    super('the participant leaves: its commands are left to the other members of its group');
    this.name = 'Leaving';
  }
}

/** One handler at work. */
export interface Run {
  /** Aborted when there is no more use in going on. */
  signal: AbortSignal;
  /** The coordinator has heard of it, and waits as long as at first once more. */
  extend(): void;
  /** The handler has come to its end. */
  end(): void;
}

/** The commands whose handlers are at work, and what makes them give up. */
export class CommandsInHand {
  private readonly running = new Map<AbortController, StepOfSaga & Pick<Command, 'direction'>>();
  private readonly foreseen = new Set<string>();
  private leaving = false;

  get size(): number {
    return this.running.size;
  }

  /** Whether nothing more may be begun. */
  get isLeaving(): boolean {
    return this.leaving;
  }

  begin(command: Command): Run {
    const controller = new AbortController();
    const allowance = allowanceOf(command);
    let timer: NodeJS.Timeout | undefined;
    const extend = () => {
      clearTimeout(timer);
      if (allowance !== null)
        timer = setTimeout(() => controller.abort(overdue(allowance)), allowance).unref();
    };
    extend();
    this.running.set(controller, command);
    if (this.leaving) controller.abort(new Leaving());
    else if (command.direction === 'do' && this.foreseen.has(keyOf(command))) controller.abort(turnedRound());
    return {
      signal: controller.signal,
      extend,
      end: () => {
        clearTimeout(timer);
        this.running.delete(controller);
      },
    };
  }

  /** The compensation of a step is waiting: whatever is in hand of the step may be given up. */
  seeUndo(undone: StepOfSaga): void {
    for (const [controller, { sagaId, step, direction }] of this.running) {
      if (direction === 'do' && sagaId === undone.sagaId && step === undone.step)
        controller.abort(turnedRound());
    }
  }

  /** Compensations that wait behind commands which have not begun; they are foreseen until the result is called. */
  foresee(undone: StepOfSaga[]): () => void {
    const keys = undone.map(keyOf);
    for (const key of keys) this.foreseen.add(key);
    return () => {
      for (const key of keys) this.foreseen.delete(key);
    };
  }

  /** Makes every handler give up, and lets none begin any more. */
  leave(): void {
    this.leaving = true;
    for (const controller of this.running.keys()) controller.abort(new Leaving());
  }
}

function keyOf({ sagaId, step }: StepOfSaga): string {
  return `${sagaId} ${step}`;
}

/**
 * How long the coordinator waits for the reply, by its own clock. It counts from when the handler begins: what a
 * command has waited in its topic is no fault of the handler, which may still be in time.
 */
function allowanceOf({ dueAt, time }: Command): number | null {
  if (dueAt === undefined) return null;
  const allowance = Date.parse(dueAt) - Date.parse(time);
  return allowance > 0 ? Math.min(allowance, LONGEST_TIMER_MS) : null;
}

function turnedRound(): TechnicalFailure {
  return new TechnicalFailure('saga-turned-round', 'given up: the saga is undoing this step');
}

function overdue(allowance: number): TechnicalFailure {
  return new TechnicalFailure('reply-overdue', `given up: the saga has waited ${allowance} ms for the reply`);
}
