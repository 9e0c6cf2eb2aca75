import type { Command } from '@saga/contracts';
import { inMemoryBarrier } from './in-memory-barrier.js';
import { createParticipant } from './participant.js';
import { isBankOffline, participantContract } from './participant-contract.js';

participantContract('a participant with the in-memory barrier', async () => {
  const effects: string[] = [];
  return {
    transactional: false,
    make: async (bus, handlers) =>
      createParticipant({
        name: 'payments',
        bus,
        barrier: inMemoryBarrier(),
        handlers,
        isTransient: isBankOffline,
      }),
    leave: async (_tx, effect) => void effects.push(effect),
    effects: async () => effects,
    dispose: async () => {},
  };
});

describe('the in-memory barrier', () => {
  it('forgets the oldest step beyond its bound', async () => {
    const barrier = inMemoryBarrier({ maxSteps: 2 });
    const runs: string[] = [];
    const charge = (sagaId: string) =>
      barrier.pass({ sagaId, step: 'charge', direction: 'do', attempt: 1 } as Command, {
        run: async () => {
          runs.push(sagaId);
          return { outcome: { result: 'success', output: {} }, messages: [] };
        },
        answer: (outcome) => ({ outcome, messages: [] }),
        broke: (error) => {
          throw error;
        },
      });
    for (const sagaId of ['order-1', 'order-2', 'order-3', 'order-3', 'order-1']) await charge(sagaId);
    expect(runs).toEqual(['order-1', 'order-2', 'order-3', 'order-1']);
  });
});
