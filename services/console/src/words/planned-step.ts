import {
  type ApprovalStep,
  type CommandStep,
  nameOf,
  type SagaStep,
  type SingleStep,
} from '../api/definition.js';
import { counted } from './counted.js';

/** What a definition says of a step, line by line. A kind of step that is not known here is told by its name alone. */
export function planWords(step: SingleStep): string[] {
  if ('command' in step) return commandWords(step);
  if ('delay' in step) return [`lets ${step.delay} pass`];
  if ('delayUntil' in step) return [`lets time pass until ${step.delayUntil}`];
  if ('saga' in step) return [sagaWords(step), ...patience(step)];
  if ('event' in step) {
    const { type, topic, key } = step.event;
    return [`waits for the event ${type} of ${key}, on the topic ${topic}`, ...patience(step)];
  }
  if ('signal' in step) return [`waits for the signal ${step.signal}`, ...patience(step)];
  if ('approval' in step) return approvalWords(step);
  if ('each' in step) {
    const { in: list, as = 'item', concurrency } = step.each;
    return [`for each ${as} in ${list}`, ...(concurrency ? [`${concurrency} at a time`] : [])];
  }
  if ('repeat' in step)
    return [`until ${step.repeat.until}`, `at most ${counted(step.repeat.atMost, 'round')}`];
  return [];
}

function sagaWords({ saga, version }: SagaStep): string {
  return version === undefined ? `runs the saga ${saga}` : `runs the saga ${saga}, version ${version}`;
}

function approvalWords({
  approval: { approvers = [], default: otherwise },
  timeout,
}: ApprovalStep): string[] {
  const answer = otherwise === 'approve' ? 'approved' : 'rejected';
  return [
    approvers.length > 0 ? `asks for the approval of ${approvers.join(' or ')}` : 'asks for approval',
    ...(timeout ? [otherwise ? `${answer} after ${timeout}` : `for ${timeout} at the most`] : []),
  ];
}

function commandWords({ timeout, retry, clock, lock, reread, status, compensate }: CommandStep): string[] {
  const { after = [], verify } = typeof compensate === 'object' ? compensate : {};
  return [
    ...(lock ? [`holds the lock ${lock.key}`] : []),
    ...(reread ? [`if ${reread.unchanged}, read again by ${reread.command}`] : []),
    ...(timeout ? [`waits ${timeout} for the reply`] : []),
    ...(clock === 'while-consuming' ? ['not counting the time when its participant does not keep up'] : []),
    ...(status ? [`asks ${nameOf(status)} when it is not answered`] : []),
    ...(retry?.attempts ? [`up to ${counted(retry.attempts, 'attempt')}`] : []),
    ...(after.length > 0 ? [`undone after ${after.join(', ')}`] : []),
    ...(verify ? [`its undoing is verified by ${nameOf(verify)}`] : []),
  ];
}

function patience({ timeout }: { timeout?: string }): string[] {
  return timeout ? [`for ${timeout} at the most`] : [];
}
