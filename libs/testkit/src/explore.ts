import type { SagaStatus } from '@saga/engine';
import { aligned } from './aligned.js';
import { breakDown, loseReply, refuse, staySilent } from './answer.js';
import type { SagaRun, StepTaken } from './saga-run.js';
import type { Exception } from './scripted-participants.js';

const FAILURES = {
  refused: refuse('refused'),
  broken: breakDown(),
  silent: staySilent(),
  'reply lost': loseReply(),
};

/** How a step was made to fail, each time that it was commanded. */
export type ExploredFailure = keyof typeof FAILURES;

export interface ExploreOptions {
  /** Whether each failure is also tried together with each failure of a step, or a compensation, that comes after it. */
  pairs?: boolean;
  /** At the most so many runs; default 10,000. What is not tried then is counted by `untried`. */
  runs?: number;
  /** What is done to each of the sagas, such as giving signals, before it goes on to its end. */
  meanwhile?: (saga: SagaRun) => Promise<unknown>;
}

/** Something that was made to fail. */
export interface Failed {
  /**
   * By its path, that of a saga which a step has started behind the step: `payout/transfer`; a compensation as
   * `undo transfer`.
   */
  step: string;
  failure: ExploredFailure;
}

/** What came of one failure, or of two. */
export interface ExploredOutcome extends Failed {
  /** The failure after the first one; null where there was none. */
  second: Failed | null;
  status: SagaStatus;
  /** The steps whose effect stands in the end. */
  standing: string[];
  /** Milliseconds of the saga's own time from its start to its end. */
  elapsed: number;
  run: SagaRun;
}

/** What comes of every single failure, and of every pair of them where that was asked. */
export class Exploration {
  /**
   * @param outcomes each single failure, followed by its pairs
   * @param untried how many failures, or pairs, there are besides
   */
  constructor(
    readonly outcomes: ExploredOutcome[],
    readonly untried: number,
  ) {}

  /** The outcomes as text, one line each, without their times: those depend on the jitter of backoffs. */
  table(): string {
    const paired = this.outcomes.some(({ second }) => second !== null);
    const rows = this.outcomes.map(({ step, failure, second, status, standing }) => [
      ...[step, failure],
      ...(paired ? [second?.step ?? '', second?.failure ?? ''] : []),
      ...[status, standing.join(', ') || 'nothing'],
    ]);
    const head = ['step', 'failure', ...(paired ? ['and', 'failure'] : []), 'ends', 'standing'];
    const more = this.untried > 0 ? [`and ${this.untried} more, not tried: let explore have more runs`] : [];
    return [aligned([head, ...rows]), ...more].join('\n');
  }
}

/**
 * Runs a saga for each failure of each step that it takes when all goes by the scripts.
 * @param run runs the saga to its end; the same exceptions must give the same run
 */
export async function explore(
  run: (exceptions: Exception[]) => Promise<SagaRun>,
  { pairs = false, runs = 10_000 }: ExploreOptions,
): Promise<Exploration> {
  const outcomes: ExploredOutcome[] = [];
  let untried = 0;
  const attempt = async (first: Trial, second: Trial | null): Promise<SagaRun | null> => {
    if (outcomes.length >= runs) {
      untried += 1;
      return null;
    }
    const saga = await run([first, ...(second ? [second] : [])].map(({ exception }) => exception));
    const { status, standing, elapsed } = saga;
    const { failed } = first;
    outcomes.push({ ...failed, second: second?.failed ?? null, status, standing, elapsed, run: saga });
    return saga;
  };
  for (const first of trialsOf((await run([])).stepsTaken)) {
    const saga = await attempt(first, null);
    if (!saga || !pairs) continue;
    for (const second of trialsOf(after(first, saga.stepsTaken))) await attempt(first, second);
  }
  return new Exploration(outcomes, untried);
}

/** A failure, and how it is brought about. */
interface Trial {
  taken: StepTaken;
  failed: Failed;
  exception: Exception;
}

function trialsOf(steps: StepTaken[]): Trial[] {
  return steps.flatMap((taken) =>
    (Object.keys(FAILURES) as ExploredFailure[]).map((failure) => {
      const { sagaId, step, direction, name } = taken;
      const said = direction === 'undo' ? `undo ${name}` : name;
      return {
        taken,
        failed: { step: said, failure },
        exception: { sagaId, step, direction, answer: FAILURES[failure] },
      };
    }),
  );
}

/** What comes after a step: pairs with what comes before it are found when that is the first to fail. */
function after({ taken }: Trial, steps: StepTaken[]): StepTaken[] {
  const { sagaId, step, direction } = taken;
  const place = steps.findIndex(
    (each) => each.sagaId === sagaId && each.step === step && each.direction === direction,
  );
  return steps.slice(place + 1);
}
