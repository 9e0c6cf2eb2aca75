import type { Enclosure } from '@saga/definition';
import { flowAt, loopsOf, placesOf, prefixOf, stoodSideBySide } from './path.js';

it.each([
  ['book', [], ''],
  ['parcels[3].book', ['parcels[3].'], 'parcels[3].'],
  ['parcels[3].items[12].pack', ['parcels[3].', 'items[12].'], 'parcels[3].items[12].'],
  ['parcels[3].charge.status[2]', ['parcels[3].'], 'parcels[3].'],
  ['parcels[3].pay/0', ['parcels[3].'], 'parcels[3].'],
])('%s leads through the loops %j', (path, loops, prefix) => {
  expect(loopsOf(path)).toEqual(loops);
  expect(prefixOf(path)).toBe(prefix);
});

it('knows the place in each loop', () => {
  expect(placesOf('parcels[3].items[12].pack')).toEqual([3, 12]);
});

const loop = (group: string, kind: 'each' | 'repeat' = 'each'): Enclosure => ({ group, kind, flow: '' });
const branch = (group: string, flow: string): Enclosure => ({ group, kind: 'parallel', flow });

it('names the flow of a group behind the loops that the group is in, and not those within', () => {
  const within = [loop('parcels'), branch('legs', 'air'), loop('items')];
  expect(flowAt('parcels[3].items[1].pack', within, 1)).toBe('parcels[3].legs/air');
});

describe('two steps stood side by side', () => {
  const beside = (a: [string, Enclosure[]], b: [string, Enclosure[]]) =>
    stoodSideBySide({ path: a[0], within: a[1] }, { path: b[0], within: b[1] });

  it('in different branches of a group', () => {
    expect(beside(['a', [branch('g', 'x')]], ['b', [branch('g', 'y')]])).toBe(true);
    expect(beside(['a', [branch('g', 'x')]], ['b', [branch('g', 'x')]])).toBe(false);
    expect(beside(['a', [branch('g', 'x')]], ['b', [branch('h', 'y')]])).toBe(false);
    expect(beside(['a', [branch('g', 'x')]], ['b', []])).toBe(false);
  });

  it('for different items of a list, and not in different rounds', () => {
    expect(beside(['l[0].a', [loop('l')]], ['l[1].a', [loop('l')]])).toBe(true);
    expect(beside(['l[0].a', [loop('l')]], ['l[0].b', [loop('l')]])).toBe(false);
    expect(beside(['l[0].a', [loop('l', 'repeat')]], ['l[1].a', [loop('l', 'repeat')]])).toBe(false);
    const nested = [loop('k', 'repeat'), loop('l')];
    expect(beside(['k[0].l[0].a', nested], ['k[0].l[1].a', nested])).toBe(true);
    expect(beside(['k[0].l[0].a', nested], ['k[1].l[1].a', nested])).toBe(false);
  });
});
