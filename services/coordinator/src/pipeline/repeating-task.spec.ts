import { type BusLog, silentLog } from '@saga/bus';
import { RepeatingTask } from './repeating-task.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const task = (run: () => Promise<boolean | void>, log: BusLog = silentLog) =>
  new RepeatingTask('counting', 1_000, run, log);

it('runs after each interval until it is stopped', async () => {
  let runs = 0;
  const counting = task(async () => void runs++);
  counting.start();
  expect(runs).toBe(0);
  await jest.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(3);
  await counting.stop();
  await jest.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(3);
});

it('runs again at once as long as there is more to do', async () => {
  const more = [true, true, false, false];
  const counting = task(async () => more.shift());
  counting.start();
  await jest.advanceTimersByTimeAsync(1_010);
  expect(more).toEqual([false]);
  await counting.stop();
});

it('says what failed, and goes on', async () => {
  const warnings: [object, string][] = [];
  const failure = new Error('the database is away');
  const log = {
    ...silentLog,
    warn: (fields: object, message: string) => void warnings.push([fields, message]),
  };
  const failing = task(() => Promise.reject(failure), log);
  failing.start();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(warnings).toEqual(Array(2).fill([{ err: failure }, 'counting failed and will be tried again']));
  await failing.stop();
});

it('runs once at a time, and ends the run in hand before it stops', async () => {
  let finish = () => {};
  let begun = 0;
  const slow = task(() => {
    begun++;
    return new Promise<void>((resolve) => (finish = resolve));
  });
  slow.start();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
  let stopped = false;
  const stopping = slow.stop().then(() => (stopped = true));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(stopped).toBe(false);
  finish();
  await stopping;
  await jest.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
});
