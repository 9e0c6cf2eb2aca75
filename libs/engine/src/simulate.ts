import type { Fault, Plan } from '@saga/definition';
import { type Decision } from './decision.js';
import { evolve } from './evolve.js';
import { migrate, type Migration } from './migrate.js';
import { nodeOf } from './path.js';
import { Rehearsal } from './rehearsal.js';
import type { SagaEvent } from './saga-event.js';
import { isInFlight, type SagaState, type SagaStatus } from './saga-state.js';
import { guessing } from './simulate-guess.js';

/** What would come of a migration. */
export interface Simulation {
  /** Why it is refused; then nothing more is known. */
  refusals: Fault[];
  /** How the saga ends when all goes well; null when it is refused, or too long to be played to its end. */
  ends: SagaStatus | null;
  /** What participants, other sagas and people are still asked for then, by the steps' paths, in order. */
  remaining: string[];
  /** How the saga ends when one of these is refused. */
  ifRefused: { step: string; ends: SagaStatus | null }[];
  /** Why it does not always end as it should. */
  problems: Fault[];
}

/**
 * Plays a migration through, on the real history of a saga: once with all that is still to come going well, and once
 * for each step that is refused. What participants will reply is not known, so expressions that read it are not
 * judged. Throws when the history is broken, or none of the version `from`.
 */
export function simulateMigration(
  from: Plan,
  to: Plan,
  history: readonly SagaEvent[],
  migration: Migration,
): Simulation {
  const state = history.reduce<SagaState | null>(evolve, null);
  if (!state) throw new Error('there is no history to simulate a migration on');
  const decision = migrate(from, to, state, migration);
  if ('refusals' in decision)
    return { refusals: decision.refusals, ends: null, remaining: [], ifRefused: [], problems: [] };
  return played(guessing(to), decision, migration.at);
}

function played(plan: Plan, { state }: Decision, at: number): Simulation {
  const asGood = new Rehearsal(plan, state, at, null);
  asGood.run();
  const remaining = [...new Set([...asked(plan, state), ...asGood.asked])];
  const problems: Fault[] = [];
  const isTurned = state.failure !== null;
  if (
    asGood.ends !== null &&
    asGood.ends !== 'completed' &&
    !(isTurned && asGood.ends.startsWith('compensated'))
  )
    problems.push(problemOf(asGood, `would end ${asGood.ends} though all goes well`));
  const ifRefused = firstOfEach(plan, remaining).map((step) => {
    const refused = new Rehearsal(plan, state, at, step);
    refused.run();
    const isBeyondReturn = ['retriable', 'aftermath'].includes(nodeOf(plan, step)!.phase);
    if (refused.ends === 'needs-attention' && !isBeyondReturn)
      problems.push(problemOf(refused, `would need a person if "${step}" is refused`));
    return { step, ends: refused.ends };
  });
  return { refusals: [], ends: asGood.ends, remaining, ifRefused, problems };
}

/** What is out already. */
function asked(plan: Plan, { steps }: SagaState): string[] {
  return steps.inFlight().flatMap(({ path, action }) => {
    const node = nodeOf(plan, path);
    return isInFlight(action) && node && Rehearsal.isAsked(node) ? [path] : [];
  });
}

/** Of the items and rounds of a loop just the first. */
function firstOfEach(plan: Plan, paths: string[]): string[] {
  const first = new Map<string, string>();
  for (const path of paths) {
    const { path: name } = nodeOf(plan, path)!;
    if (!first.has(name)) first.set(name, path);
  }
  return [...first.values()];
}

function problemOf({ state: { attention, failure } }: Rehearsal, what: string): Fault {
  const { code, message } = attention?.reason ?? failure!;
  const path = attention?.step ?? failure?.step ?? '';
  return { path, message: `${what}: ${message} (${code})`, fix: 'mend the new version' };
}
