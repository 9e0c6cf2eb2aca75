import type { CommandNode, JsonObject, Plan } from '@saga/definition';
import { type Direction, type Failure, nodeOf, type SagaEvent } from '@saga/engine';
import { spell } from './span-of-time.js';

/** A history as text, one line an event, each with the time since the start. */
export function tellStory(plan: Plan, history: readonly SagaEvent[]): string {
  const began = history[0]!.at;
  const times = history.map(({ at }) => `+${spell(at - began)}`);
  const width = Math.max(...times.map((time) => time.length));
  return history.map((event, i) => `${times[i]!.padEnd(width)}  ${tell(plan, event)}`).join('\n');
}

function tell(plan: Plan, event: SagaEvent): string {
  switch (event.type) {
    case 'saga-started':
      return `${event.definition} starts`;
    case 'step-commanded': {
      const repetition = event.attempt > 1 ? `, attempt ${event.attempt}` : '';
      return `${nameOf(event)}: ${commandOf(plan, event)}${repetition}`;
    }
    case 'delay-started':
      return `${event.step}: waits ${spell(event.dueAt - event.at)}`;
    case 'step-succeeded':
      return `${nameOf(event)}: done`;
    case 'step-retry-scheduled':
      return `${nameOf(event)}: ${WENT[event.kind]} (${event.failure.code}), again in ${spell(event.dueAt - event.at)}`;
    case 'step-failed':
      return `${nameOf(event)}: ${WENT[event.kind]} (${event.failure.code}), given up`;
    case 'wait-started':
      return `${event.step}: waits for ${awaitedBy(event.input)}`;
    case 'event-expected':
      return `${event.step}: expected in ${spell(event.dueAt - event.at)}`;
    case 'event-unexpected':
      return `${event.step}: comes unexpectedly`;
    case 'each-started':
      return `${event.step}: begins with ${(event.input.items as unknown[]).length} items`;
    case 'each-progressed':
      return `${event.step}: ${event.next} items begun, ${event.open.length} under way`;
    case 'round-started':
      return `${event.step}: round ${event.round}`;
    case 'step-asked':
      return `${event.step}: no reply, its participant is asked what became of it`;
    case 'clock-restarted':
      return `${event.step}: its participant lags, the time for the reply begins anew`;
    case 'step-progressed':
      return `${nameOf(event)}: ${Math.round(event.fraction * 100)}% done${event.note === undefined ? '' : `, ${event.note}`}`;
    case 'flow-undoing':
      return `${event.step}: given up, because of ${because(event.cause, event.failure)}`;
    case 'flow-undone':
      return `${event.step}: undone`;
    case 'signal-received':
      return `signal ${event.name} comes before it is waited for`;
    case 'signal-taken':
      return `signal ${event.name} has come before`;
    case 'approval-given':
      return `${event.by}: ${event.approved ? 'approved' : 'rejected'} ${event.step}, ${event.comment}`;
    case 'undo-asked':
      return `undone by its parent, attempt ${event.attempt}`;
    case 'compensation-started':
      return `compensating, because of ${because(event.step, event.failure)}`;
    case 'needs-attention': {
      const { step, reason, choices } = event.attention;
      return `needs attention, because of ${because(step, reason)}: ${choices.join(' or ')}`;
    }
    case 'operator-acted':
      return `${event.by}: ${event.act}${event.step ? ` ${event.step}` : ''}, ${event.reason}`;
    case 'saga-resumed':
      return 'goes on';
    case 'saga-migrated':
      return `${event.by}: version ${event.fromVersion} becomes ${event.toVersion}, ${event.reason}`;
    case 'saga-completed':
      return 'completed';
    case 'saga-compensated':
      return event.verified ? 'compensated, and verified' : 'compensated';
  }
}

const WENT = { business: 'refused', technical: 'broke', unknown: 'unknown', never: 'never done' } as const;

function nameOf({ step, direction }: { step: string; direction: Direction }): string {
  return direction === 'undo' ? `undo ${step}` : step;
}

function commandOf(plan: Plan, { step, direction }: { step: string; direction: Direction }): string {
  const node = nodeOf(plan, step) as CommandNode;
  return (direction === 'do' ? node.action : node.compensation!).command;
}

function awaitedBy({ event, signal }: JsonObject): string {
  if (typeof event === 'string') return `event ${event}`;
  return typeof signal === 'string' ? `signal ${signal}` : 'an approval';
}

function because(step: string | null, { code }: Failure): string {
  return step ? `${code} at ${step}` : code;
}
