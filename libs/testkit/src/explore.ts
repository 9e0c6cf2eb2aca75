import type { SagaStatus } from '@saga/engine';
import { breakDown, loseReply, refuse, staySilent } from './answer.js';
import type { SagaRun } from './saga-run.js';
import type { Exception } from './scripted-participants.js';

const FAILURES = {
  refused: refuse('refused'),
  broken: breakDown(),
  silent: staySilent(),
  'reply lost': loseReply(),
};

/** How a step was made to fail, each time that it was commanded. */
export type ExploredFailure = keyof typeof FAILURES;

/** What came of one failure. */
export interface ExploredOutcome {
  /** By its path; that of a saga which a step has started stands behind the step: `payout/transfer`. */
  step: string;
  failure: ExploredFailure;
  status: SagaStatus;
  /** The steps whose effect stands in the end. */
  standing: string[];
  /** Milliseconds of the saga's own time from its start to its end. */
  elapsed: number;
  run: SagaRun;
}

/** What comes of every single failure. */
export class Exploration {
  constructor(readonly outcomes: ExploredOutcome[]) {}

  /** The outcomes as text, one line each, without their times: those depend on the jitter of backoffs. */
  table(): string {
    const rows = this.outcomes.map(({ step, failure, status, standing }) => [
      ...[step, failure, status],
      standing.join(', ') || 'nothing',
    ]);
    return aligned([['step', 'failure', 'ends', 'standing'], ...rows]);
  }
}

/** Runs a saga for each failure of each step that it takes when all goes by the scripts. */
export async function explore(run: (exception: Exception | null) => Promise<SagaRun>): Promise<Exploration> {
  const outcomes: ExploredOutcome[] = [];
  for (const { sagaId, step, name } of (await run(null)).stepsTaken) {
    for (const failure of Object.keys(FAILURES) as ExploredFailure[]) {
      const saga = await run({ sagaId, step, direction: 'do', answer: FAILURES[failure] });
      const { status, standing, elapsed } = saga;
      outcomes.push({ step: name, failure, status, standing, elapsed, run: saga });
    }
  }
  return new Exploration(outcomes);
}

function aligned(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
