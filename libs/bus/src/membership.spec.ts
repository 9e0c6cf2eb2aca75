import { type PartitionAssigners } from 'kafkajs';
import { Membership } from './membership.js';

const answered = async () => undefined;
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

  it('lets work in hand go on during a rebalance, and begins nothing new until the group is joined', async () => {
    const membership = new Membership(10_000);
    membership.joined({ t: [0] });
    const isStale = membership.hold();
    await membership.heartbeat(failing('REBALANCE_IN_PROGRESS'));
    expect(isStale()).toBe(false);
    expect(await membership.mayBegin('t', 0, answered)).toBe(false);

    membership.joined({ t: [1] });
    expect(await membership.mayBegin('t', 0, answered)).toBe(false);
    expect(await membership.mayBegin('t', 1, answered)).toBe(true);
  });

  describe('when the broker is silent', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('takes work in hand for lost once the session has run out', async () => {
      const membership = new Membership(10_000);
      const isStale = membership.hold();
      await membership.heartbeat(() => Promise.reject(new Error('connection lost')));
      jest.advanceTimersByTime(9_000);
      expect(isStale()).toBe(false);
      jest.advanceTimersByTime(2_000);
      expect(isStale()).toBe(true);
      membership.seen();
      expect(isStale()).toBe(true);
    });

    it('asks the broker before it begins anything new', async () => {
      const membership = new Membership(10_000);
      membership.joined({ t: [0] });
      jest.advanceTimersByTime(11_000);
      expect(await membership.mayBegin('t', 0, failing('connection lost'))).toBe(false);
      expect(await membership.mayBegin('t', 0, async () => membership.seen())).toBe(true);
      jest.advanceTimersByTime(11_000);
      expect(await membership.mayBegin('t', 0, failing('UNKNOWN_MEMBER_ID'))).toBe(false);
    });
  });
});
