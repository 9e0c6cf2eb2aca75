import type { Fault, PlanNode } from '@saga/definition';
import { compensationOf } from './migrate-compensations.js';
import type { Move } from './migrate.js';
import { renamed } from './names.js';
import { isObserved } from './observed.js';
import { nodeOf } from './path.js';
import { isInFlight, type StepState } from './saga-state.js';

/** Steps that have begun, and that the new version does not have as they are. */
export function stepRefusals(move: Move): Fault[] {
  return [...move.before.steps].flatMap((step) =>
    reasons(step, move).map(([message, fix]) => ({ path: step.path, message, fix })),
  );
}

type Reason = [message: string, fix: string];

function reasons(step: StepState, { from, to, names, before }: Move): Reason[] {
  const { path, action } = step;
  if (path.includes('/')) return isInFlight(action) ? [['is being undone', 'wait until that is over']] : [];
  const old = nodeOf(from, path)!;
  const name = renamed(path, names);
  const now = nodeOf(to, name);
  const version = `version ${to.version}`;
  if (!now)
    return [
      [`has begun, and ${version} has no "${name}"`, 'keep it, or say by "steps" what it is called there'],
    ];
  if (kindOf(old) !== kindOf(now))
    return [
      [`is ${kindOf(old)}, and ${version} has ${kindOf(now)} of that name`, 'call the new one otherwise'],
    ];
  const found: Reason[] = [];
  const [was, is] = [placeOf(old, names), placeOf(now, {})];
  if (was !== is) found.push([`has begun ${was}, and stands ${is} in ${version}`, 'leave it where it was']);
  if (old.phase !== now.phase)
    found.push([
      `${PHASES[old.phase]}, and in ${version} it ${PHASES[now.phase]}`,
      'leave the pivot where it was',
    ]);
  if ((isInFlight(action) || isWatched(now)) && newsOf(old) !== newsOf(now))
    found.push([`waits for ${newsOf(old)}, and in ${version} for ${newsOf(now)}`, 'wait until it has come']);
  if (old.kind === 'command' && now.kind === 'command' && old.action.command !== now.action.command)
    found.push([
      `has been sent as ${old.action.command}, which is ${now.action.command} in ${version}`,
      'give the new command to a step of another name',
    ]);
  const isUndoing = before.status === 'compensating' || before.attention?.was === 'compensating';
  if (!isUndoneAlike(step, old, now, isUndoing))
    found.push([
      `is undone by ${undoingOf(old)}, and in ${version} by ${undoingOf(now)}`,
      'keep how it is undone',
    ]);
  return found;
}

/** Whether what has been done, or may have been, is undone as before. One that was forgotten may be added. */
function isUndoneAlike(
  { action, compensation }: StepState,
  old: PlanNode,
  now: PlanNode,
  isUndoing: boolean,
): boolean {
  const isSettled = !action.mayHaveEffect && !(old.kind === 'command' && isInFlight(action));
  if (isSettled || compensation?.status === 'succeeded') return true;
  return undoingOf(old) === undoingOf(now) || (undoingOf(old) === NOTHING && !isUndoing);
}

const NOTHING = 'nothing';

function undoingOf(node: PlanNode): string {
  const { command, publish } = compensationOf(node) ?? {};
  return command === undefined ? NOTHING : `${command}${publish ? ` on ${publish.topic}` : ''}`;
}

const PHASES = {
  compensable: 'can be undone',
  pivot: 'is the pivot',
  retriable: 'stands behind the pivot',
  aftermath: 'runs when all is undone',
};

function kindOf(node: PlanNode): string {
  switch (node.kind) {
    case 'command':
      return node.child ? 'a saga' : `a ${ROLES[node.role]}`;
    case 'wait':
      return isWatched(node) ? 'an event that is watched' : `a wait (${node.awaited.kind})`;
    case 'delay':
      return 'a delay';
    case 'each':
    case 'repeat':
    case 'parallel':
    case 'choose':
    case 'try':
    case 'observe':
      return `a group (${node.kind})`;
  }
}

const ROLES = {
  step: 'command',
  lock: 'lock',
  reread: 'reread',
  status: 'status query',
  verification: 'verification',
};

/** The loops and flows round a step. Which option it stands in is found anew, by its condition. */
function placeOf({ within }: PlanNode, names: Move['names']): string {
  const groups = within
    .filter(({ kind }) => kind !== 'choose')
    .map(({ group, kind, flow }) => `${kind} ${names[group] ?? group}${flow && `/${flow}`}`);
  return groups.length > 0 ? `in ${groups.join(' in ')}` : 'in no group';
}

/** Whether it is looked for even when it has come, or is given up. */
function isWatched(node: PlanNode): boolean {
  return node.kind === 'wait' && isObserved(node);
}

/** What news end a wait; empty for all others. */
function newsOf(node: PlanNode): string {
  if (node.kind !== 'wait') return '';
  const { awaited } = node;
  if (awaited.kind === 'event') return `${awaited.event} on ${awaited.topic} by ${awaited.match.source}`;
  return awaited.kind === 'signal' ? `the signal ${awaited.signal}` : 'an approval';
}
