import { MigrationTally } from './migration-tally.js';

const fault = (path: string, message = `"${path}" has begun`) => ({ path, message, fix: 'keep it' });
const none = { refusals: [], problems: [] };

it('counts sagas by the reasons that they share, the most frequent first, with some of their ids', () => {
  const tally = new MigrationTally(40);
  tally.add('fine', none);
  tally.add('other', { refusals: [fault('ship')], problems: [] });
  for (let i = 0; i < 12; i++) tally.add(`saga-${i}`, { refusals: [fault('charge')], problems: [] });
  const { refusals, ...counts } = tally.report();
  expect(counts).toEqual({ sagas: 40, examined: 14, migrated: 1, problems: [] });
  expect(refusals).toMatchObject([
    { path: 'charge', sagas: 12 },
    { path: 'ship', sagas: 1, examples: ['other'] },
  ]);
  expect(refusals[0]!.examples).toHaveLength(10);
});

it('takes the elements of a loop for one place, and each saga once', () => {
  const tally = new MigrationTally(1);
  const refusals = [0, 1, 2].map((i) => fault(`packages[${i}].book`));
  tally.add('one', { refusals, problems: [] });
  expect(tally.report().refusals).toEqual([
    {
      path: 'packages[].book',
      message: '"packages[].book" has begun',
      fix: 'keep it',
      sagas: 1,
      examples: ['one'],
    },
  ]);
});

it('counts a saga with several reasons under each', () => {
  const tally = new MigrationTally(1);
  tally.add('one', { refusals: [fault('a'), fault('b'), fault('a')], problems: [] });
  expect(tally.report().refusals.map(({ path, sagas }) => [path, sagas])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});

it('counts what would go wrong afterwards apart', () => {
  const tally = new MigrationTally(1);
  tally.add('one', { refusals: [], problems: [fault('later')] });
  expect(tally.report()).toMatchObject({
    migrated: 1,
    refusals: [],
    problems: [{ path: 'later', sagas: 1 }],
  });
});
