import type { SagaEvent } from '../api/saga.js';
import type { Tone } from './tone.js';

/** One line of a history: what happened, and why if anybody said. */
export interface Told {
  words: string;
  detail: string | null;
  tone: Tone;
}

/** Puts an event of a saga's history into words. */
export function tell(event: SagaEvent): Told {
  switch (event.type) {
    case 'saga-started':
      return told('The saga started', 'active');
    case 'step-commanded':
      return told(
        `${event.direction === 'undo' ? 'Undo ' : ''}${event.step} was sent${again(event)}`,
        'quiet',
      );
    case 'delay-started':
      return told(`${event.step} lets time pass`, 'quiet');
    case 'step-succeeded':
      return event.direction === 'undo'
        ? told(`${event.step} is undone`, 'undone')
        : told(`${event.step} is done`, 'good');
    case 'step-retry-scheduled':
      return told(`${failed(event)}, another attempt follows`, 'turning', reasonOf(event));
    case 'step-failed':
      return told(failed(event), 'bad', reasonOf(event));
    case 'compensation-started':
      return told('The saga turned round: what was done is undone', 'turning', reasonOf(event));
    case 'needs-attention':
      return told('The saga needs attention', 'bad', event.attention.reason.message);
    case 'operator-acted':
      return told(
        `${event.by} ${ACTED[event.act]} ${event.step ?? 'the saga'}`,
        'active',
        `“${event.reason}”`,
      );
    case 'saga-resumed':
      return told('The saga went on', 'active');
    case 'saga-completed':
      return told('The saga completed', 'good');
    case 'saga-compensated':
      return told('The saga is compensated', 'undone');
  }
}

const ACTED = { retry: 'retried', skip: 'skipped', cancel: 'cancelled' } as const;

function told(words: string, tone: Tone, detail: string | null = null): Told {
  return { words, detail, tone };
}

function again({ attempt }: { attempt: number }): string {
  return attempt > 1 ? `, attempt ${attempt}` : '';
}

type Failing = Extract<SagaEvent, { type: 'step-retry-scheduled' | 'step-failed' }>;

function failed({ type, step, direction, kind }: Failing): string {
  const subject = direction === 'undo' ? `Undo ${step}` : step;
  if (kind === 'unknown') return `${subject} was not answered`;
  if (kind === 'business') return `${subject} was refused`;
  return `${subject} ${type === 'step-failed' ? 'was given up' : 'broke'}`;
}

function reasonOf({ failure: { code, message } }: { failure: { code: string; message: string } }): string {
  return `${message} (${code})`;
}
