import type { Plan } from '@saga/definition';
import type { Direction, Failure, SagaEvent } from '@saga/engine';
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
    case 'saga-completed':
      return 'completed';
    case 'saga-compensated':
      return 'compensated';
  }
}

const WENT = { business: 'refused', technical: 'broke', unknown: 'unknown' } as const;

function nameOf({ step, direction }: { step: string; direction: Direction }): string {
  return direction === 'undo' ? `undo ${step}` : step;
}

function commandOf(plan: Plan, { step, direction }: { step: string; direction: Direction }): string {
  const node = plan.commands.get(step)!;
  return (direction === 'do' ? node.action : node.compensation!).command;
}

function because(step: string | null, { code }: Failure): string {
  return step ? `${code} at ${step}` : code;
}
