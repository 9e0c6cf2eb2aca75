import { saga, step } from '../testing/saga-fixture.js';
import { explainAct, possibleActs } from './acts.js';
import type { FlowStep } from './flow.js';

const charge: FlowStep = {
  ...{ path: 'charge', name: 'charge', command: 'payments.charge', undo: 'payments.refund' },
  ...{ pivot: false, about: [], within: [], begun: step('charge'), beside: [], loop: null },
};
const reserve: FlowStep = { ...charge, name: 'reserve', undo: 'inventory.release', begun: step('reserve') };
const ship: FlowStep = {
  ...charge,
  name: 'ship',
  command: 'shipping.book',
  undo: null,
  pivot: true,
  begun: null,
};
const reason = { code: 'timeout', message: 'no reply in time' };
const stuckUndoing = saga({
  state: 'needs-attention',
  attention: { reason, step: 'charge', was: 'compensating', choices: ['retry', 'skip'] },
});

describe('what an operator can do', () => {
  it('is what the coordinator offers when the saga is stuck', () => {
    expect(possibleActs(stuckUndoing, [charge])).toEqual(['retry', 'skip']);
  });

  it('is to cancel while it runs, until its pivot begins', () => {
    expect(possibleActs(saga(), [charge, ship])).toEqual(['cancel']);
    expect(possibleActs(saga(), [charge, { ...ship, begun: step('ship') }])).toEqual([]);
  });

  it('is nothing once the saga has ended', () => {
    expect(possibleActs(saga({ state: 'compensated' }), [charge])).toEqual([]);
  });
});

describe('an act is explained before it is done:', () => {
  it('retrying a compensation', () => {
    const { label, consequence } = explainAct('retry', stuckUndoing, [charge]);
    expect(label).toBe('Retry undoing charge');
    expect(consequence).toMatch(/^Sends the command that undoes “charge” again/);
  });

  it('skipping a compensation', () => {
    const { consequence } = explainAct('skip', stuckUndoing, [charge]);
    expect(consequence).toMatch(/^Takes “charge” as undone, and goes on\. Nothing is sent/);
  });

  it('cancelling names the steps in the order of their undoing', () => {
    const { consequence } = explainAct('cancel', saga(), [reserve, charge, ship]);
    expect(consequence).toBe('Stops the saga and undoes charge, then reserve.');
  });

  it('going on after a deadline, when no step is at fault', () => {
    const late = saga({
      state: 'needs-attention',
      attention: { reason, step: null, was: 'running', choices: ['retry'] },
    });
    expect(explainAct('retry', late, [])).toEqual({
      label: 'Go on',
      consequence: 'The saga goes on from where it stopped, without a deadline.',
    });
  });
});
