import type {
  ApprovalStep,
  CommandStep,
  EachStep,
  ObservedEvent,
  RepeatStep,
  SagaDefinition,
  SagaStep,
  SideCommand,
  Step,
} from '@saga/definition';

/** What stands in the box of a step that is no group. */
export function linesOf(step: Step): string[] {
  return [step.name, ...linesBelow(step)];
}

/** The command, or the event, that undoes a step; null for one that has nothing to undo. */
export function undoOf({ compensate }: Pick<ObservedEvent, 'compensate'>): string | null {
  if (compensate === undefined || compensate === 'none') return null;
  return typeof compensate === 'object' && 'event' in compensate ? compensate.event : nameOf(compensate);
}

/** What stands in the box of an event that is observed. */
export function eventLines(name: string, { type, optional }: ObservedEvent): string[] {
  return [name, type, ...(optional ? ['optional'] : [])];
}

/** How a loop goes on and ends. */
export function loopLines(step: EachStep | RepeatStep): string[] {
  if ('repeat' in step)
    return [`until ${step.repeat.until}`, `at most ${counted(step.repeat.atMost, 'round')}`];
  const { in: list, as = 'item', concurrency } = step.each;
  return [`for each ${as} in ${list}`, ...(concurrency ? [`${concurrency} at a time`] : [])];
}

/** How many of its branches a parallel step needs. */
export function joinWords(join: number | 'all' | 'any' = 'all', branches: number): string {
  return typeof join === 'number' ? `${join} of ${branches}` : `${join} of`;
}

/** How a saga is undone, where it is not step by step. */
export function orderWords({ compensation }: SagaDefinition): string[] {
  if (compensation?.order === 'parallel') return ['undone side by side'];
  return compensation?.order === 'custom' ? ['undone in its own order'] : [];
}

function linesBelow(step: Step): string[] {
  if ('delay' in step) return [`waits ${step.delay}`];
  if ('delayUntil' in step) return [`waits until ${step.delayUntil}`];
  if ('event' in step) return [`event ${step.event.type}`, `of ${step.event.key}`, ...patience(step)];
  if ('signal' in step) return [`signal ${step.signal}`, ...patience(step)];
  if ('approval' in step) return approvalLines(step);
  if ('saga' in step) return [sagaWords(step), ...patience(step)];
  return 'command' in step ? commandLines(step) : [];
}

function approvalLines({
  approval: { approvers = [], default: otherwise },
  timeout,
}: ApprovalStep): string[] {
  const answer = otherwise === 'approve' ? 'approved' : 'rejected';
  return [
    approvers.length > 0 ? `approval by ${approvers.join(' or ')}` : 'approval',
    ...(timeout ? [otherwise ? `${answer} after ${timeout}` : `at most ${timeout}`] : []),
  ];
}

function sagaWords({ saga, version }: SagaStep): string {
  return version === undefined ? `saga ${saga}` : `saga ${saga}, version ${version}`;
}

/** The command, and what goes with it. */
function commandLines({ command, pivot, lock, reread, status, compensate }: CommandStep): string[] {
  const { verify, after = [] } = typeof compensate === 'object' ? compensate : {};
  return [
    command,
    ...(pivot ? ['pivot'] : []),
    ...(lock ? [`locks ${lock.key}`] : []),
    ...(reread ? [`rereads ${reread.command}`] : []),
    ...(status ? [`asks ${nameOf(status)}`] : []),
    ...(verify ? [`verified by ${nameOf(verify)}`] : []),
    ...(after.length > 0 ? [`undone after ${after.join(', ')}`] : []),
  ];
}

function patience({ timeout }: { timeout?: string }): string[] {
  return timeout ? [`at most ${timeout}`] : [];
}

function nameOf(command: SideCommand | string): string {
  return typeof command === 'string' ? command : command.command;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
