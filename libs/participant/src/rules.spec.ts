import type { Outcome } from '@saga/contracts';
import { ruleOn } from './rules.js';

const success: Outcome = { result: 'success', output: { paymentId: 'p-1' } };
const refusal: Outcome = { result: 'business', failure: { code: 'card-declined', message: 'declined' } };

describe('the rules of the barrier', () => {
  it('lets the first command through', () => {
    expect(ruleOn({}, { direction: 'do', attempt: 1 })).toEqual({ rule: 'run' });
  });

  it.each([1, 2])('answers attempt %i of a step that has succeeded with the stored success', (attempt) => {
    const record = { do: { attempt: 1, outcome: success } };
    expect(ruleOn(record, { direction: 'do', attempt })).toMatchObject({ rule: 'answer', outcome: success });
  });

  it('answers a duplicate of a refused command with the refusal, and lets a higher attempt through', () => {
    const record = { do: { attempt: 2, outcome: refusal } };
    const answer = { rule: 'answer', outcome: refusal, because: 'repeated' };
    expect(ruleOn(record, { direction: 'do', attempt: 1 })).toEqual(answer);
    expect(ruleOn(record, { direction: 'do', attempt: 2 })).toEqual(answer);
    expect(ruleOn(record, { direction: 'do', attempt: 3 })).toEqual({ rule: 'run' });
  });

  it('lets a compensation through when its step has succeeded', () => {
    const record = { do: { attempt: 1, outcome: success } };
    expect(ruleOn(record, { direction: 'undo', attempt: 1 })).toEqual({ rule: 'run' });
  });

  it.each([{}, { do: { attempt: 1, outcome: refusal } }])(
    'settles a compensation with nothing to undo as a success without effect: %j',
    (record) => {
      const ruling = ruleOn(record, { direction: 'undo', attempt: 1 });
      expect(ruling).toEqual({
        ...{ rule: 'settle', because: 'nothing-to-undo' },
        outcome: { result: 'success', output: {} },
      });
    },
  );

  it.each([{}, { do: { attempt: 1, outcome: success } }])(
    'blocks a command after its compensation: %j',
    (done) => {
      const record = { ...done, undo: { attempt: 1, outcome: { result: 'success' as const, output: {} } } };
      expect(ruleOn(record, { direction: 'do', attempt: 2 })).toMatchObject({
        ...{ rule: 'answer', because: 'already-compensated' },
        outcome: { result: 'technical', failure: { code: 'step-already-compensated' } },
      });
    },
  );

  it('does not block a command whose compensation was refused: its effect still stands', () => {
    const record = { do: { attempt: 1, outcome: success }, undo: { attempt: 1, outcome: refusal } };
    expect(ruleOn(record, { direction: 'do', attempt: 1 })).toMatchObject({
      rule: 'answer',
      outcome: success,
    });
    expect(ruleOn(record, { direction: 'undo', attempt: 2 })).toEqual({ rule: 'run' });
  });
});
