import { PartitionAssigners } from 'kafkajs';
import { Membership } from './membership.js';

const failing = (type: string) => () => Promise.reject(Object.assign(new Error(type), { type }));

describe('Membership', () => {
  it('makes work stale, for good, as soon as the consumer joins its group again', () => {
    const membership = new Membership(10_000);
    const config = { groupId: 'g' } as Parameters<typeof PartitionAssigners.roundRobin>[0];
    const assigner = membership.assigner(config);
    const isStale = membership.hold();
    expect(isStale()).toBe(false);

    assigner.protocol({ topics: ['t'] });
    expect(isStale()).toBe(true);
    expect(membership.hold()()).toBe(false);
    expect(isStale()).toBe(true);
  });

  it.each(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'])(
    'makes work stale when the broker answers a heartbeat with %s',
    async (type) => {
      const membership = new Membership(10_000);
      const isStale = membership.hold();
      await membership.heartbeat(failing(type));
      expect(isStale()).toBe(true);
    },
  );

  it('lets work in hand go on during a rebalance, and holds new work back until the group is joined', async () => {
    const membership = new Membership(10_000);
    const isStale = membership.hold();
    await membership.heartbeat(failing('REBALANCE_IN_PROGRESS'));
    expect(isStale()).toBe(false);
    expect(membership.isRebalancing).toBe(true);
    membership.endTerm();
    expect(membership.isRebalancing).toBe(false);
  });

  it('survives a heartbeat that does not get through, until the session has run out', async () => {
    jest.useFakeTimers();
    const membership = new Membership(10_000);
    const isStale = membership.hold();
    await membership.heartbeat(() => Promise.reject(new Error('connection lost')));
    jest.setSystemTime(Date.now() + 9_000);
    expect(isStale()).toBe(false);
    jest.setSystemTime(Date.now() + 2_000);
    expect(isStale()).toBe(true);
    membership.seen();
    expect(isStale()).toBe(true);
    jest.useRealTimers();
  });
});
