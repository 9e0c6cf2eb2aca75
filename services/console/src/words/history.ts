import type { SagaEvent } from '../api/saga.js';
import { awaited } from './awaited.js';
import { counted } from './counted.js';
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
    case 'wait-started':
      return told(`${event.step} waits ${awaited(event.input)}`, 'active');
    case 'event-expected':
      return told(`${event.step} is expected from now on`, 'quiet');
    case 'event-unexpected':
      return told(`${event.step} came unexpectedly: again, or late`, 'turning');
    case 'each-started':
      return told(`${event.step} has ${counted(event.input.items.length, 'item')}`, 'quiet');
    case 'each-progressed':
      return told(
        `${event.step}: ${counted(event.next, 'item')} begun, ${event.open.length} of them under way`,
        'quiet',
      );
    case 'round-started':
      return told(`${event.step} began round ${event.round + 1}`, 'quiet');
    case 'step-asked':
      return told(`${event.step} was not answered: its participant is asked what became of it`, 'turning');
    case 'clock-restarted':
      return told(`The time for ${event.step} began anew: its participant does not keep up`, 'quiet');
    case 'step-progressed':
      return told(`${event.step} is ${Math.round(event.fraction * 100)}% done`, 'quiet', event.note);
    case 'flow-undoing':
      return told(
        event.next === null
          ? `${event.step} was given up, and is undone`
          : `${event.step} was given up, and is undone before the next way is tried`,
        'turning',
        reasonOf(event),
      );
    case 'flow-undone':
      return told(`${event.step} is undone`, 'undone');
    case 'signal-received':
      return told(`The signal ${event.name} came, and is kept until a step waits for it`, 'quiet');
    case 'signal-taken':
      return told(`The signal ${event.name} had come before`, 'quiet');
    case 'approval-given':
      return told(
        `${event.by} ${event.approved ? 'approved' : 'rejected'} ${event.step}`,
        event.approved ? 'good' : 'bad',
        `“${event.comment}”`,
      );
    case 'undo-asked':
      return told(`The saga that this is a step of has it undone${again(event)}`, 'turning');
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
      return told(
        event.verified ? 'The saga is compensated, and that is verified' : 'The saga is compensated',
        'undone',
      );
    case 'saga-migrated':
      return told(
        `${event.by} moved the saga from version ${event.fromVersion} to version ${event.toVersion}`,
        'active',
        `“${event.reason}”`,
      );
    default:
      return unknown(event);
  }
}

/** An event of a coordinator that knows more than this page is shown by its name. */
function unknown(event: { type: string; step?: string }): Told {
  const words = event.type.replaceAll('-', ' ');
  return told(event.step === undefined ? words : `${words}: ${event.step}`, 'quiet');
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
  if (kind === 'never') return `${subject} did not happen, says its participant`;
  if (kind === 'business') return `${subject} was refused`;
  return `${subject} ${type === 'step-failed' ? 'was given up' : 'broke'}`;
}

function reasonOf({ failure: { code, message } }: { failure: { code: string; message: string } }): string {
  return `${message} (${code})`;
}
