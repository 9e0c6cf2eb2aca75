import type { EachBatchPayload } from 'kafkajs';
import { eventually } from './bus-contract.js';
import { silentLog } from './bus-log.js';
import type { BatchHandler } from './bus.js';
import { KafkaBatchWork } from './kafka-batch-work.js';
import { Membership } from './membership.js';

/** What kafkajs hands to eachBatch, with notes of what is called on it. */
function payload(offsets: string[]) {
  const calls: string[] = [];
  const messages = offsets.map((offset) => ({ offset, timestamp: '0', key: null, value: null, headers: {} }));
  const given = {
    batch: {
      topic: 't',
      partition: 3,
      messages,
      firstOffset: () => offsets[0],
      lastOffset: () => offsets.at(-1),
    },
    isRunning: () => true,
    heartbeat: async () => void calls.push('heartbeat'),
    pause: () => {
      calls.push('pause');
      return () => void calls.push('resume');
    },
    resolveOffset: (offset: string) => void calls.push(`resolve ${offset}`),
    commitOffsetsIfNecessary: async (offsets: unknown) =>
      void calls.push(`commit ${JSON.stringify(offsets)}`),
  } as unknown as EachBatchPayload;
  return { given, calls };
}

function workWith(onBatch: BatchHandler, heartbeatInterval = 10_000) {
  const membership = new Membership(10_000);
  membership.joined({ t: [3] });
  const work = new KafkaBatchWork({
    onBatch,
    membership,
    heartbeatInterval,
    backoff: () => 1,
    log: silentLog,
  });
  return { membership, work };
}

describe('KafkaBatchWork', () => {
  it('resolves and commits the next offset after the handler returned', async () => {
    const { given, calls } = payload(['7', '9007199254740993']);
    const { work } = workWith(async () => void calls.push('handled'));
    await work.eachBatch(given);
    expect(calls).toEqual([
      'handled',
      'resolve 9007199254740993',
      'commit {"topics":[{"topic":"t","partitions":[{"partition":3,"offset":"9007199254740994"}]}]}',
    ]);
  });

  it('never commits a batch whose partition was lost while it was in hand', async () => {
    const { given, calls } = payload(['7']);
    const { work, membership } = workWith(async () => membership.endTerm());
    await work.eachBatch(given);
    expect(calls).toEqual([]);
  });

  it('pauses the partition when the handler fails, and resumes it without having moved on', async () => {
    const { given, calls } = payload(['7']);
    const { work } = workWith(() => Promise.reject(new Error('no')));
    await work.eachBatch(given);
    expect(calls).toEqual(['pause']);
    await eventually(() => calls.length > 1);
    expect(calls).toEqual(['pause', 'resume']);
  });

  it('begins nothing new while others wait for a rebalance', async () => {
    const { given, calls } = payload(['7']);
    const { work, membership } = workWith(async () => void calls.push('handled'));
    await membership.heartbeat(() =>
      Promise.reject(Object.assign(new Error(), { type: 'REBALANCE_IN_PROGRESS' })),
    );
    await work.eachBatch(given);
    expect(calls).toEqual([]);
  });

  it('sends heartbeats while the handler is at work', async () => {
    const { given, calls } = payload(['7']);
    const { work } = workWith(
      () => eventually(() => calls.filter((call) => call === 'heartbeat').length > 2),
      1,
    );
    await work.eachBatch(given);
    expect(calls).toContain('resolve 7');
  });
});
