import { type Rollout, versionFor } from './rollout.js';

const ROLLOUT: Rollout = { name: 'order', latest: 3, stable: null, canary: null, active: true };
const IDS = Array.from({ length: 2_000 }, (_, i) => `order-${i}`);

/** Those of the ids that start with the canary, version 3. */
const chosen = (percent: number) =>
  IDS.filter((id) => versionFor({ ...ROLLOUT, stable: 1, canary: { version: 3, percent } }, id) === 3);

it('starts with the latest version, or with the stable one where there is one', () => {
  expect(versionFor(ROLLOUT, 'order-1')).toBe(3);
  expect(versionFor({ ...ROLLOUT, stable: 2 }, 'order-1')).toBe(2);
});

it('gives a canary its share of the sagas, and a repeated start the same version', () => {
  const tenth = chosen(10);
  expect(tenth.length).toBeGreaterThan(150);
  expect(tenth.length).toBeLessThan(250);
  expect(chosen(10)).toEqual(tenth);
  expect(chosen(100)).toEqual(IDS);
});

it('keeps the sagas of a canary that grows', () => {
  expect(chosen(30)).toEqual(expect.arrayContaining(chosen(10)));
});
