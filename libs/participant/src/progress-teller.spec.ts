import { progressTeller } from './progress-teller.js';

describe('a handler that tells of its progress', () => {
  const told: (number | string | undefined)[][] = [];
  const teller = () => progressTeller((...news) => told.push(news));

  beforeEach(() => {
    jest.useFakeTimers();
    told.length = 0;
  });
  afterEach(() => jest.useRealTimers());

  it('is heard at once', () => {
    teller().tell(0.1, 'counting');
    expect(told).toEqual([[0.1, 'counting']]);
  });

  it('is heard once a second, of what it said in between the latest', () => {
    const { tell } = teller();
    for (let hundredth = 0; hundredth <= 250; hundredth++) {
      tell(hundredth / 1_000);
      jest.advanceTimersByTime(10);
    }
    expect(told.map(([fraction]) => fraction)).toEqual([0, 0.099, 0.199]);
    jest.advanceTimersByTime(1_000);
    expect(told.at(-1)).toEqual([0.25, undefined]);
  });

  it('is heard at once again after a pause', () => {
    const { tell } = teller();
    tell(0.1);
    jest.advanceTimersByTime(1_000);
    tell(0.2);
    expect(told).toHaveLength(2);
  });

  it('is not heard any more when it has come to its end', () => {
    const { tell, end } = teller();
    tell(0.1);
    tell(0.2);
    end();
    jest.advanceTimersByTime(5_000);
    expect(told).toHaveLength(1);
  });

  it.each([
    [-0.1, 0],
    [1.0000000000000002, 1],
    [NaN, 0],
  ])('breaks by no fraction: %d is %d', (fraction, counts) => {
    teller().tell(fraction);
    expect(told).toEqual([[counts, undefined]]);
  });
});
