import type { SagaEvent } from '../api/saga.js';
import { history } from '../testing/saga-fixture.js';
import { tell } from './history.js';

const failure = { code: 'card-declined', message: 'the card was declined' };
const charge = { step: 'charge', attempt: 1 };

const tellAll = (...events: Parameters<typeof history>) =>
  history(...events).map((event) => tell(event).words);

it('tells the story of a saga that was undone', () => {
  expect(
    tellAll(
      { type: 'saga-started', input: {} },
      { type: 'step-commanded', direction: 'do', input: {}, ...charge },
      { type: 'step-retry-scheduled', direction: 'do', kind: 'technical', failure, ...charge },
      { type: 'step-commanded', direction: 'do', input: {}, ...charge, attempt: 2 },
      { type: 'step-failed', direction: 'do', kind: 'business', failure, ...charge },
      { type: 'compensation-started', step: 'charge', failure },
      { type: 'step-commanded', direction: 'undo', input: {}, ...charge, step: 'reserve' },
      { type: 'step-succeeded', direction: 'undo', output: {}, ...charge, step: 'reserve' },
      { type: 'saga-compensated' },
    ),
  ).toEqual([
    'The saga started',
    'charge was sent',
    'charge broke, another attempt follows',
    'charge was sent, attempt 2',
    'charge was refused',
    'The saga turned round: what was done is undone',
    'Undo reserve was sent',
    'reserve is undone',
    'The saga is compensated',
  ]);
});

it('tells how far a participant is', () => {
  const [event] = history({
    ...{ type: 'step-progressed', direction: 'do', fraction: 0.4, note: 'asking' },
    ...charge,
  });
  expect(tell(event!)).toEqual({ words: 'charge is 40% done', detail: 'asking', tone: 'quiet' });
});

it('names who acted by hand, and why', () => {
  const [event] = history({
    type: 'operator-acted',
    act: 'retry',
    step: 'charge',
    by: 'ada',
    reason: 'mended',
  });
  expect(tell(event!)).toMatchObject({ words: 'ada retried charge', detail: '“mended”' });
});

it('tells a step that broke for good from one that is tried again', () => {
  const last = { direction: 'do', kind: 'technical', failure, ...charge } as const;
  expect(tellAll({ type: 'step-retry-scheduled', ...last }, { type: 'step-failed', ...last })).toEqual([
    'charge broke, another attempt follows',
    'charge was given up',
  ]);
});

it('gives the reason of a failure with its code', () => {
  const [event] = history({ type: 'step-failed', direction: 'undo', kind: 'unknown', failure, ...charge });
  expect(tell(event!)).toEqual({
    words: 'Undo charge was not answered',
    detail: 'the card was declined (card-declined)',
    tone: 'bad',
  });
});

it('tells of loops, waits, other ways and other sagas', () => {
  const of = (step: string) => ({ step, direction: 'do', attempt: 1 }) as const;
  const dueAt = '2026-01-01T12:01:00.000Z';
  const waits = { type: 'wait-started', dueAt: null } as const;
  const givenUp = { type: 'flow-undoing', failure, cause: 'card' } as const;
  expect(
    tellAll(
      { type: 'each-started', input: { items: [1, 2, 3] }, ...of('parcels') },
      { type: 'each-progressed', next: 2, open: [0, 1], ...of('parcels') },
      { type: 'round-started', round: 0, ...of('poll') },
      { ...waits, input: { signal: 'go' }, ...of('start') },
      { ...waits, input: { event: 'invoice.paid', topic: 'bank', key: '7' }, ...of('paid') },
      { ...waits, input: { question: null, approvers: [] }, ...of('nod') },
      { type: 'approval-given', step: 'nod', approved: false, by: 'ada', comment: 'too dear' },
      { type: 'signal-received', name: 'go' },
      { type: 'signal-taken', name: 'go' },
      { type: 'step-asked', dueAt, ...of('charge') },
      { type: 'clock-restarted', dueAt, ...of('charge') },
      { type: 'step-failed', kind: 'never', failure, ...of('charge') },
      { ...givenUp, next: 1, ...of('pay/0') },
      { ...givenUp, next: null, ...of('legs/air') },
      { type: 'flow-undone', ...of('pay/0') },
      { type: 'undo-asked', attempt: 2 },
      { type: 'saga-migrated', fromVersion: 1, toVersion: 2, by: 'ada', reason: 'mended' },
      { type: 'saga-compensated', verified: true },
    ),
  ).toEqual([
    'parcels has 3 items',
    'parcels: 2 items begun, 2 of them under way',
    'poll began round 1',
    'start waits for the signal go',
    'paid waits for the event invoice.paid of 7',
    'nod waits for an answer',
    'ada rejected nod',
    'The signal go came, and is kept until a step waits for it',
    'The signal go had come before',
    'charge was not answered: its participant is asked what became of it',
    'The time for charge began anew: its participant does not keep up',
    'charge did not happen, says its participant',
    'pay/0 was given up, and is undone before the next way is tried',
    'legs/air was given up, and is undone',
    'pay/0 is undone',
    'The saga that this is a step of has it undone, attempt 2',
    'ada moved the saga from version 1 to version 2',
    'The saga is compensated, and that is verified',
  ]);
});

it('shows an event that it does not know by its name', () => {
  const news = {
    seq: 1,
    at: '2026-01-01T12:00:00Z',
    type: 'moon-landed',
    step: 'fly',
  } as unknown as SagaEvent;
  expect(tell(news)).toEqual({ words: 'moon landed: fly', detail: null, tone: 'quiet' });
});
