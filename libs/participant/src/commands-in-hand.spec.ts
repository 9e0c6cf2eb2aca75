import type { Command } from '@saga/contracts';
import { CommandsInHand, Leaving } from './commands-in-hand.js';

const charge: Command = {
  ...{ kind: 'command', id: 'order-1:charge:do:1', name: 'payments.charge', input: {} },
  ...{ sagaId: 'order-1', step: 'charge', attempt: 1, direction: 'do' },
  ...{ time: '2026-01-31T12:00:00Z', dueAt: '2026-01-31T12:00:30Z' },
};
const refund: Command = { ...charge, id: 'order-1:charge:undo:1', direction: 'undo' };

describe('a command in hand', () => {
  let inHand: CommandsInHand;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-01-31T15:00:00Z') });
    inHand = new CommandsInHand();
  });
  afterEach(() => jest.useRealTimers());

  it('is counted until it is done', () => {
    const run = inHand.begin(charge);
    expect(inHand.size).toBe(1);
    run.end();
    expect(inHand.size).toBe(0);
  });

  it('may take as long as the saga waits for its reply, however late it begins', () => {
    const { signal } = inHand.begin(charge);
    jest.advanceTimersByTime(29_999);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ code: 'reply-overdue' });
  });

  it('may take longer when the saga hears of it', () => {
    const run = inHand.begin(charge);
    jest.advanceTimersByTime(20_000);
    run.extend();
    jest.advanceTimersByTime(20_000);
    expect(run.signal.aborted).toBe(false);
    jest.advanceTimersByTime(10_000);
    expect(run.signal.aborted).toBe(true);
  });

  it.each([
    ['no end', undefined],
    ['an end before its beginning', '2026-01-31T11:00:00Z'],
  ])('takes its time when the reply is waited for with %s', (_what, dueAt) => {
    const { signal } = inHand.begin({ ...charge, dueAt });
    jest.advanceTimersByTime(365 * 24 * 3_600_000);
    expect(signal.aborted).toBe(false);
  });

  it('takes even a timeout of months, which no timer knows', () => {
    const { signal } = inHand.begin({ ...charge, dueAt: '2026-06-30T12:00:00Z' });
    jest.advanceTimersByTime(24 * 3_600_000);
    expect(signal.aborted).toBe(false);
  });

  it('is given up when the compensation of its step is seen', () => {
    const { signal } = inHand.begin(charge);
    inHand.seeUndo({ sagaId: 'order-2', step: 'charge' });
    inHand.seeUndo({ sagaId: 'order-1', step: 'reserve' });
    expect(signal.aborted).toBe(false);
    inHand.seeUndo(refund);
    expect(signal.reason).toMatchObject({ code: 'saga-turned-round' });
  });

  it('is not given up when it is the compensation itself', () => {
    const forget = inHand.foresee([refund]);
    const { signal } = inHand.begin(refund);
    inHand.seeUndo(refund);
    forget();
    expect(signal.aborted).toBe(false);
  });

  it('is given up from the first when its compensation waits behind it', () => {
    const forget = inHand.foresee([refund]);
    expect(inHand.begin(charge).signal.reason).toMatchObject({ code: 'saga-turned-round' });
    forget();
    expect(inHand.begin(charge).signal.aborted).toBe(false);
  });

  it('is given up when the participant leaves, and so is what would begin later', () => {
    const { signal } = inHand.begin(charge);
    inHand.leave();
    expect(signal.reason).toBeInstanceOf(Leaving);
    expect(inHand.begin(refund).signal.reason).toBeInstanceOf(Leaving);
  });

  it('is left alone when it is done', () => {
    const run = inHand.begin(charge);
    run.end();
    inHand.seeUndo(refund);
    inHand.leave();
    jest.advanceTimersByTime(60_000);
    expect(run.signal.aborted).toBe(false);
  });
});
