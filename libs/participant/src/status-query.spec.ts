import type { Outcome } from '@saga/contracts';
import { attemptAskedAbout, statusOf } from './status-query.js';

const success: Outcome = { result: 'success', output: { paymentId: 'p-31' } };
const refusal: Outcome = { result: 'business', failure: { code: 'card-declined', message: 'no' } };
const breakdown: Outcome = { result: 'technical', failure: { code: 'bank-offline', message: 'no' } };

describe('attemptAskedAbout', () => {
  it.each([
    ['charge.status[2]', { step: 'charge', attempt: 2 }],
    ['packages[3].book.status[1]', { step: 'packages[3].book', attempt: 1 }],
    ['charge', null],
    ['charge.status', null],
    ['charge.status[0]', null],
    ['packages[3].book', null],
  ])('reads %s', (step, asked) => {
    expect(attemptAskedAbout({ step, direction: 'do' })).toEqual(asked);
  });

  it('knows a compensation for none', () => {
    expect(attemptAskedAbout({ step: 'charge.status[2]', direction: 'undo' })).toBeNull();
  });
});

describe('statusOf', () => {
  const failure = { code: 'card-declined', message: 'no' };

  it.each([
    ['done by an earlier attempt', { do: { attempt: 1, outcome: success } }, { outcome: 'done' }],
    [
      'undone',
      { do: { attempt: 1, outcome: success }, undo: { attempt: 1, outcome: success } },
      { outcome: 'never' },
    ],
    [
      'not undone yet',
      { do: { attempt: 2, outcome: success }, undo: { attempt: 1, outcome: breakdown } },
      { outcome: 'done' },
    ],
    ['refused', { do: { attempt: 2, outcome: refusal } }, { outcome: 'never', failure }],
    ['refused at a later attempt', { do: { attempt: 3, outcome: refusal } }, { outcome: 'never', failure }],
    ['refused at an earlier attempt', { do: { attempt: 1, outcome: refusal } }, { outcome: 'not-done' }],
    ['broken', { do: { attempt: 2, outcome: breakdown } }, { outcome: 'not-done' }],
    ['never heard of', {}, { outcome: 'not-done' }],
    ['in hand', 'in-hand', { outcome: 'unknown' }],
  ] as const)('tells of attempt 2 at a step that is %s', (_, record, answer) => {
    expect(statusOf(record, 2)).toMatchObject(answer);
  });

  it('gives the output of what is done', () => {
    expect(statusOf({ do: { attempt: 2, outcome: success } }, 2)).toEqual({
      outcome: 'done',
      output: { paymentId: 'p-31' },
    });
  });
});
