import type { Start } from '@saga/contracts';
import { compile } from '@saga/definition';
import type { Rollout, StoreTransaction } from '@saga/store';
import { SagaInHand } from './saga-in-hand.js';
import { SagasInHand } from './sagas-in-hand.js';

const ROLLOUT: Rollout = { name: 'order', latest: 3, stable: 2, canary: null, active: true };
const STEPS = [{ name: 'only', command: 'stock.reserve', compensate: 'none' }];

/** No sagas in hand yet, where a rollout is as given; `asked` notes for which definitions it is read. */
async function handWith(rollout: Partial<Rollout> = {}) {
  const asked: string[] = [];
  const tx = {
    rollouts: {
      find: async (name: string) => {
        asked.push(name);
        return name === 'order' ? { ...ROLLOUT, ...rollout } : null;
      },
    },
    definitions: { plan: async (name: string, version: number) => compile({ name, steps: STEPS }, version) },
  };
  return { hand: await SagasInHand.load(tx as unknown as StoreTransaction, []), asked };
}

const request = (sagaId: string, more: object = {}) =>
  ({ kind: 'start', sagaId, definition: 'order', input: {}, ...more }) as Start;

/** The version that a request starts a saga with, or the code of why it starts none. */
async function outcomeOf(hand: SagasInHand, sagaId: string, more?: object) {
  const saga = await hand.startable(request(sagaId, more), null);
  return saga instanceof SagaInHand ? saga.plan.version : saga.code;
}

it('starts sagas with the version of the rollout, or with the one that is asked for', async () => {
  const { hand } = await handWith();
  expect(await outcomeOf(hand, 'a')).toBe(2);
  expect(await outcomeOf(hand, 'b', { version: 3 })).toBe(3);
  expect(await outcomeOf(hand, 'c', { version: 4 })).toBe('unknown-definition');
  expect(await outcomeOf(hand, 'd', { definition: 'nobody' })).toBe('unknown-definition');
});

it('starts none of a deactivated definition, but begins those that are to be undone', async () => {
  const { hand } = await handWith({ active: false });
  expect(await outcomeOf(hand, 'a')).toBe('definition-inactive');
  expect(await outcomeOf(hand, 'b', { version: 3 })).toBe('definition-inactive');
  expect(await outcomeOf(hand, 'c', { kind: 'undo' })).toBe(2);
});

it('reads a rollout once, however many sagas start or do not', async () => {
  const { hand, asked } = await handWith();
  for (const id of ['a', 'b', 'c']) {
    await hand.startable(request(id), null);
    await hand.startable(request(`no-${id}`, { definition: 'nobody' }), null);
  }
  expect(asked).toEqual(['order', 'nobody']);
});
