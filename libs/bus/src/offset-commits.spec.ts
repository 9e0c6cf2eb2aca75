import type { EachBatchPayload, Offsets } from 'kafkajs';
import { eventually, gate } from './bus-contract.js';
import { silentLog } from './bus-log.js';
import { Membership } from './membership.js';
import { OffsetCommits } from './offset-commits.js';

type Send = (offset: string) => Promise<void>;

function batchUpTo(lastOffset: string, send: Send, isRunning = true): EachBatchPayload {
  return {
    batch: { topic: 't', partition: 0, lastOffset: () => lastOffset },
    isRunning: () => isRunning,
    commitOffsetsIfNecessary: ({ topics }: Offsets) => send(topics[0]!.partitions[0]!.offset),
  } as unknown as EachBatchPayload;
}

function setUp() {
  const membership = new Membership(10_000);
  return { membership, commits: new OffsetCommits(membership, silentLog), isStale: membership.hold() };
}

describe('OffsetCommits', () => {
  it('does not wait for the broker, but lets no commit of a partition overtake another', async () => {
    const { commits, isStale } = setUp();
    const answer = gate();
    const sent: string[] = [];
    const send: Send = (offset) => {
      sent.push(offset);
      return answer.opened;
    };
    await commits.commit(batchUpTo('4', send), isStale);
    const second = commits.commit(batchUpTo('9', send), isStale);
    expect(sent).toEqual(['5']);
    answer.open();
    await second;
    expect(sent).toEqual(['5', '10']);
  });

  it('waits for the broker when the consumer is stopping', async () => {
    const { commits, isStale } = setUp();
    let committed = false;
    const send: Send = async () => {
      await new Promise(setImmediate);
      committed = true;
    };
    await commits.commit(batchUpTo('4', send, false), isStale);
    expect(committed).toBe(true);
  });

  it('tries again after a failure', async () => {
    const { commits, isStale } = setUp();
    const sent: string[] = [];
    const send: Send = async (offset) => {
      sent.push(offset);
      if (sent.length === 1) throw new Error('connection lost');
    };
    await commits.commit(batchUpTo('4', send), isStale);
    await eventually(() => sent.length === 2);
    expect(sent).toEqual(['5', '5']);
  });

  it('gives up once the broker has forgotten this member', async () => {
    const { commits, isStale } = setUp();
    const sent: string[] = [];
    const send: Send = async (offset) => {
      sent.push(offset);
      throw Object.assign(new Error('unknown member'), { type: 'UNKNOWN_MEMBER_ID' });
    };
    await commits.commit(batchUpTo('4', send), isStale);
    await commits.commit(batchUpTo('9', send), isStale);
    expect(isStale()).toBe(true);
    expect(sent).toEqual(['5']);
  });
});
