import type { GroupState } from '@saga/bus';
import { Backlog } from './backlog.js';

const LOOKS_MS = 2_000;

/** Looks at a group with one partition, one look after the other; tells at which of them it lags. */
function lagsAt(...looks: [state: GroupState['state'], committed: number, end: number][]): boolean[] {
  const backlog = new Backlog();
  return looks.map(([state, committed, end], index) => {
    const partitions = [{ partition: 0, committed: BigInt(committed), end: BigInt(end) }];
    return backlog.lags({ group: 'g', topic: 't', state, partitions }, index * LOOKS_MS);
  });
}

describe('a group with members at work', () => {
  it('keeps up as long as it has done by the next look what was there at this one', () => {
    expect(lagsAt(['stable', 10, 10], ['stable', 40, 60], ['stable', 60, 90], ['stable', 90, 90])).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('lags from the look on that finds commands which were there before, until they are done', () => {
    const looks = lagsAt(['stable', 10, 10], ['stable', 10, 60], ['stable', 30, 90], ['stable', 95, 99]);
    expect(looks).toEqual([false, false, true, false]);
  });

  it('keeps up with a command that takes long but holds up no other', () => {
    expect(lagsAt(['stable', 10, 11], ['stable', 10, 11], ['stable', 10, 11])).toEqual([false, false, false]);
  });

  it('lags by the commands behind one that takes long', () => {
    expect(lagsAt(['stable', 10, 11], ['stable', 10, 14], ['stable', 10, 14])).toEqual([false, false, true]);
  });

  it('lags at the first look by what nobody knows how long it has waited', () => {
    expect(lagsAt(['stable', 10, 500], ['stable', 400, 700], ['stable', 600, 700])).toEqual([
      true,
      true,
      true,
    ]);
    expect(lagsAt(['stable', 10, 500], ['stable', 500, 700])).toEqual([true, false]);
  });

  it('is stuck, not lagging, when nothing moves for five minutes: its clocks go on', () => {
    const still = Array.from({ length: 160 }, (): ['stable', number, number] => ['stable', 10, 20]);
    expect(lagsAt(...still).lastIndexOf(true)).toBe((5 * 60_000) / LOOKS_MS - 1);
    expect(lagsAt(...still, ['stable', 11, 20]).at(-1)).toBe(true);
  });

  it('is not taken for stuck after it had nothing to do for long', () => {
    const idle = Array.from({ length: 200 }, (): ['stable', number, number] => ['stable', 10, 10]);
    expect(lagsAt(...idle, ['stable', 10, 20], ['stable', 10, 20]).at(-1)).toBe(true);
  });

  it('lags by any of its partitions', () => {
    const backlog = new Backlog();
    const state = (committed: bigint): GroupState => ({
      ...{ group: 'g', topic: 't', state: 'stable' },
      partitions: [
        { partition: 0, committed: 5n, end: 5n },
        { partition: 1, committed, end: 9n },
      ],
    });
    expect(backlog.lags(state(2n), 0)).toBe(true);
    expect(backlog.lags(state(9n), LOOKS_MS)).toBe(false);
  });
});

describe.each(['empty', 'dead', 'rebalancing'] as const)('a group that is %s', (state) => {
  it('lags by each command that waits, for as long as it takes', () => {
    const waiting = Array.from({ length: 400 }, (): [typeof state, number, number] => [state, 10, 11]);
    expect(lagsAt([state, 10, 10], ...waiting)).toEqual([false, false, ...waiting.slice(1).map(() => true)]);
  });

  it('keeps up when it commits all the same, as members do that share the partitions in their own way', () => {
    expect(lagsAt([state, 10, 10], [state, 10, 20], [state, 20, 40])).toEqual([false, false, false]);
  });

  it('lags by no command when there is none', () => {
    expect(lagsAt([state, 10, 10], [state, 10, 10])).toEqual([false, false]);
  });
});
