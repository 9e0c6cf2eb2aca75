import { execution, history } from '../testing/saga-fixture.js';
import { attemptWords, describeExecution, progressWords } from './execution.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const OF_CHARGE = { step: 'charge', attempt: 1 };
const failure = { code: 'card-declined', message: 'the card was declined' };

describe('a step in words', () => {
  it.each([
    ['do', execution(), 'waiting for the reply', 'active'],
    ['undo', execution(), 'being undone', 'turning'],
    [
      'do',
      execution({ state: 'backing-off', dueAt: '2026-01-01T12:00:03Z' }),
      'trying again in 3 s',
      'turning',
    ],
    ['do', execution({ state: 'backing-off', dueAt: '2026-01-01T11:59:59Z' }), 'trying again now', 'turning'],
    ['undo', execution({ state: 'backing-off' }), 'undoing again in 30 s', 'turning'],
    ['do', execution({ state: 'succeeded' }), 'done', 'good'],
    ['undo', execution({ state: 'succeeded' }), 'undone', 'undone'],
    ['undo', execution({ state: 'failed' }), 'could not be undone', 'bad'],
  ] as const)('%s %o is "%s"', (direction, given, words, tone) => {
    expect(describeExecution('charge', direction, given, [], NOW)).toEqual({ words, tone });
  });

  it('tells how far its participant is, if that says so', () => {
    expect(progressWords(execution())).toBeNull();
    expect(progressWords(execution({ progress: { fraction: 0.4, note: null } }))).toBe('40%');
    expect(progressWords(execution({ progress: { fraction: 1, note: 'packing' } }))).toBe('100%: packing');
  });

  it.each([
    ['business', 'refused'],
    ['technical', 'failed'],
    ['unknown', 'outcome unknown'],
    ['never', 'did not happen'],
  ] as const)('a %s failure is "%s"', (kind, words) => {
    const events = history({ type: 'step-failed', direction: 'do', kind, failure, ...OF_CHARGE });
    const given = execution({ state: 'failed', failure });
    expect(describeExecution('charge', 'do', given, events, NOW)).toEqual({ words, tone: 'bad' });
  });

  it.each([
    [{ type: 'delay-started', dueAt: '' }, {}, 'letting time pass'],
    [{ type: 'wait-started', input: {}, dueAt: null }, { signal: 'go' }, 'waiting for the signal go'],
    [{ type: 'each-progressed', next: 1, open: [0] }, {}, 'under way'],
    [{ type: 'round-started', round: 0 }, {}, 'under way'],
    [{ type: 'step-asked', dueAt: '' }, {}, 'not answered, being asked about'],
  ] as const)('under way since %j is told so', (began, input, words) => {
    const events = history({ ...began, direction: 'do', ...OF_CHARGE });
    expect(describeExecution('charge', 'do', execution({ input }), events, NOW).words).toBe(words);
  });

  it('tells a step that somebody skipped from one that was done', () => {
    const events = history(
      { type: 'step-succeeded', direction: 'do', output: {}, ...OF_CHARGE },
      { type: 'operator-acted', act: 'skip', step: 'charge', by: 'ada', reason: 'refunded by hand' },
      { type: 'step-succeeded', direction: 'undo', output: {}, ...OF_CHARGE },
    );
    const given = execution({ state: 'succeeded' });
    expect(describeExecution('charge', 'undo', given, events, NOW).words).toBe('skipped by hand');
    expect(describeExecution('charge', 'do', given, events, NOW).words).toBe('done');
  });
});

it('counts attempts from the second one on', () => {
  expect(attemptWords(execution())).toBeNull();
  expect(attemptWords(execution({ attempt: 3 }))).toBe('3 attempts');
});
