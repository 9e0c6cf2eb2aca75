import type { Saga, Step } from '../api/saga.js';
import { execution, saga, step } from '../testing/saga-fixture.js';
import { BegunSteps } from './begun-steps.js';
import { loopOf } from './loop.js';

/** The runs of the loop that is the first of these steps, each with how it is getting on. */
function runs(fields: Partial<Saga>, ...steps: Step[]) {
  const all = loopOf(steps[0]!, saga({ steps, ...fields }), new BegunSteps(steps), () => []);
  return { ...all, runs: all.runs.map(({ path, state }) => [path, state]) };
}

const parcels = (output: object, state: Step['state'] = 'waiting') =>
  step('parcels', { state, input: { items: ['a', 'b', 'c', 'd'] }, output });

it('counts the items that are done, under way, failed, and to come, and puts first what needs a look', () => {
  expect(
    runs(
      {},
      parcels({ next: 3, open: [1, 2] }),
      step('parcels[0].book'),
      step('parcels[1].book', { state: 'waiting' }),
      step('parcels[2].book', { state: 'failed' }),
    ),
  ).toEqual({
    runs: [
      ['parcels[2]', 'failed'],
      ['parcels[1]', 'running'],
      ['parcels[0]', 'done'],
    ],
    counts: { failed: 1, running: 1, done: 1 },
    toCome: 1,
  });
});

it('tells rounds apart: the last one is under way until the loop has ended', () => {
  const rounds = [step('poll[0].check'), step('poll[1].check')];
  const poll = { input: {} };
  expect(runs({}, step('poll', { ...poll, state: 'waiting', output: { round: 1 } }), ...rounds)).toEqual({
    runs: [
      ['poll[1]', 'running'],
      ['poll[0]', 'done'],
    ],
    counts: { running: 1, done: 1 },
    toCome: 0,
  });
  expect(runs({}, step('poll', { ...poll, output: { rounds: 2 } }), ...rounds).counts).toEqual({ done: 2 });
});

it('follows the undoing, item by item', () => {
  const undone = execution({ state: 'succeeded' });
  expect(
    runs(
      { state: 'compensating' },
      parcels({ next: 4, open: [3] }),
      step('parcels[0].book', { compensation: execution() }),
      step('parcels[1].book', { compensation: undone }),
      step('parcels[2].book', { compensation: execution({ state: 'failed' }) }),
      step('parcels[3].weigh'),
    ).runs,
  ).toEqual([
    ['parcels[2]', 'failed'],
    ['parcels[0]', 'undoing'],
    ['parcels[3]', 'stopped'],
    ['parcels[1]', 'undone'],
  ]);
});

it('takes an item for done although one way of doing it was undone', () => {
  const loop = parcels({ count: 4 }, 'succeeded');
  const card = step('parcels[0].card', { compensation: execution({ state: 'succeeded' }) });
  expect(runs({ state: 'completed' }, loop, card, step('parcels[0].invoice')).counts).toEqual({ done: 1 });
});
