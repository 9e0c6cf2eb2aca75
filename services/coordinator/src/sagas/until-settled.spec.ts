import type { SagaRecord } from '@saga/store';
import { untilSettled } from './until-settled.js';

/** Queries that find a saga in each of these states in turn, then in the last for good; null for no saga. */
function finding(...statuses: (string | null)[]) {
  let looks = 0;
  const find = async () => {
    const status = statuses[Math.min(looks++, statuses.length - 1)]!;
    const attention = status === 'needs-attention' ? {} : null;
    return status && ({ state: { status, attention } } as SagaRecord);
  };
  return { find: find as () => Promise<SagaRecord | null>, looks: () => looks };
}

describe('untilSettled', () => {
  it.each(['completed', 'compensated', 'needs-attention'])('waits until the saga is %s', async (end) => {
    const queries = finding('running', 'compensating', end);
    await untilSettled(queries, 'saga', 10_000);
    expect(queries.looks()).toBe(3);
  });

  it('does not wait for a saga that is not there', async () => {
    const queries = finding(null);
    await untilSettled(queries, 'saga', 10_000);
    expect(queries.looks()).toBe(1);
  });

  it('gives up when the time is over', async () => {
    const began = Date.now();
    await untilSettled(finding('running'), 'saga', 150);
    expect(Date.now() - began).toBeGreaterThanOrEqual(149);
  });

  it('does not look at all without being asked to wait', async () => {
    const queries = finding('running');
    await untilSettled(queries, 'saga', 0);
    expect(queries.looks()).toBe(0);
  });
});
