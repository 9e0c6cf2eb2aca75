import type { Fault, Plan } from '@saga/definition';
import { type Decision, DecisionInProgress } from './decision.js';
import { goOn } from './go-on.js';
import { registerAnew } from './migrate-compensations.js';
import { groupRefusals } from './migrate-groups.js';
import { addressRefusals, nameRefusals } from './migrate-names.js';
import { orderRefusals } from './migrate-order.js';
import { stepRefusals } from './migrate-steps.js';
import type { Names } from './names.js';
import { isFinished, type SagaState } from './saga-state.js';

/** How, by whom and why a saga is to go on by another version. */
export interface Migration {
  /** The new names of steps, by their old ones, where they differ. */
  steps?: Names;
  by: string;
  reason: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Every reason why a saga can't go on by another version; `path` is that of a step, empty for the saga itself. */
export interface MigrationRefusal {
  refusals: Fault[];
}

/** A saga on its way from one version to another, in which what has begun has its new names already. */
export interface Move {
  from: Plan;
  to: Plan;
  names: Names;
  before: SagaState;
  after: SagaState;
}

/**
 * Lets a saga go on by another version of its definition: what has begun stays as it is, what follows is done as the
 * new version has it. Pure, as `decide` is.
 *
 * `from` is the version that it runs. Refused, with nothing changed, where the new version could not have come to
 * what has happened: then the saga would leave steps out, do them in another order, or no longer know how to undo them.
 */
export function migrate(
  from: Plan,
  to: Plan,
  state: SagaState,
  { steps = {}, by, reason, at }: Migration,
): Decision | MigrationRefusal {
  const impossible = [...sagaRefusals(from, to, state), ...nameRefusals(from, to, state, steps)];
  if (impossible.length > 0) return { refusals: impossible };
  const names = Object.fromEntries(Object.entries(steps).filter(([old, name]) => old !== name));
  const d = new DecisionInProgress(to, state, at);
  d.touchAll();
  const versions = { fromVersion: from.version, toVersion: to.version };
  d.record({ type: 'saga-migrated', ...versions, steps: names, by, reason });
  const move: Move = { from, to, names, before: state, after: d.state };
  const refusals = [...addressRefusals(move), ...stepRefusals(move), ...groupRefusals(move)];
  refusals.push(...orderRefusals(move, new Set(refusals.map(({ path }) => path))));
  if (refusals.length === 0) refusals.push(...registerAnew(d, move));
  if (refusals.length > 0) return { refusals };
  goOn(d);
  return turnedRound(d) ?? d.result();
}

function sagaRefusals(from: Plan, to: Plan, { status, definition, version }: SagaState): Fault[] {
  if (from.name !== definition || from.version !== version)
    return [
      refusal(`the saga runs ${definition}@${version}, not ${from.name}@${from.version}`, 'read it again'),
    ];
  if (to.name !== definition)
    return [refusal(`"${to.name}" is another definition`, `choose a version of ${definition}`)];
  if (to.version === version)
    return [refusal(`the saga runs version ${version} as it is`, 'choose another version')];
  if (isFinished(status))
    return [refusal(`the saga is ${status}`, 'nothing is left to be done by another version')];
  return [];
}

/** What would come of it at once: the new version can't be meant so. */
function turnedRound({ events, plan }: DecisionInProgress): MigrationRefusal | null {
  for (const event of events) {
    const isTurn = event.type === 'compensation-started' || event.type === 'needs-attention';
    const isGivenUp = event.type === 'flow-undoing' && event.failure.code !== 'not-needed';
    if (!isTurn && !isGivenUp) continue;
    const { code, message } = event.type === 'needs-attention' ? event.attention.reason : event.failure;
    const reason = `it would fail at once in version ${plan.version}: ${message} (${code})`;
    return { refusals: [refusal(reason, 'mend the new version')] };
  }
  return null;
}

function refusal(message: string, fix: string): Fault {
  return { path: '', message, fix };
}
