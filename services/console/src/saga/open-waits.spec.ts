import { history, saga, step } from '../testing/saga-fixture.js';
import { openWaits } from './open-waits.js';

const NOW = { direction: 'do', attempt: 1, dueAt: null } as const;
const started = (name: string, input: object) =>
  ({ type: 'wait-started', step: name, input, ...NOW }) as const;

it('names the questions and the signals that a saga waits for', () => {
  const asked = { question: { cents: 500 }, approvers: ['desk'] };
  const inputs = {
    ...{ nod: asked, 'parcels[2].go': { signal: 'go' } },
    ...{ paid: { event: 'invoice.paid', topic: 'bank', key: '7' }, before: { signal: 'early' } },
  };
  const steps = Object.entries(inputs).map(([name, input]) => step(name, { state: 'waiting', input }));
  steps[3]!.state = 'succeeded';
  const waiting = saga({
    steps: [...steps, step('charge', { state: 'waiting' })],
    history: history(...Object.entries(inputs).map(([name, input]) => started(name, input))),
  });
  expect(openWaits(waiting)).toEqual([
    { kind: 'approval', step: 'nod', ...asked },
    { kind: 'signal', step: 'parcels[2].go', signal: 'go' },
  ]);
});
