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
