import { lanesBy, workLanes } from './lanes.js';

describe('lanesBy', () => {
  it('keeps the order of each key', () => {
    expect(lanesBy(['a1', 'b1', 'a2', 'b2'], (item) => item.charAt(0))).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ]);
  });
});

describe('workLanes', () => {
  it('works one lane in order and no more lanes at a time than allowed', async () => {
    const seen: string[] = [];
    let inHand = 0;
    let most = 0;
    await workLanes([['a1', 'a2'], ['b1', 'b2'], ['c1']], 2, async (item) => {
      most = Math.max(most, ++inHand);
      await new Promise(setImmediate);
      inHand -= 1;
      seen.push(item);
    });
    expect(most).toBe(2);
    expect(seen.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2']);
    expect([...seen].sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
  });

  it('begins nothing more after a failure, and rejects once the work in hand is over', async () => {
    const done: string[] = [];
    const working = workLanes([['a1', 'a2'], ['b1', 'b2'], ['c1']], 2, async (item) => {
      if (item === 'a1') throw new Error('a1 broke');
      await new Promise(setImmediate);
      done.push(item);
    });
    await expect(working).rejects.toThrow('a1 broke');
    expect(done).toEqual(['b1']);
  });
});
