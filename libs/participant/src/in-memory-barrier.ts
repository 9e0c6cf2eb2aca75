import type { Command } from '@saga/contracts';
import type { Barrier, Passage, Parcel } from './barrier.js';
import { ruleOn, type StepRecord } from './rules.js';

/**
 * The barrier of a participant that keeps no state of its own, and of tests. It remembers the last `maxSteps`
 * steps of this process only: it does not survive a restart and is not shared between processes, so a command
 * delivered again after either runs again. Take a database barrier for anything that must not happen twice.
 */
export function inMemoryBarrier({ maxSteps = 100_000 } = {}): Barrier<undefined> {
  const records = new Map<string, StepRecord>();
  const turns = new Map<string, Promise<unknown>>();

  function remember(key: string, record: StepRecord): void {
    records.delete(key);
    records.set(key, record);
    for (const oldest of records.keys()) {
      if (records.size <= maxSteps) break;
      records.delete(oldest);
    }
  }

  async function settle(
    key: string,
    command: Command,
    { run, answer, broke }: Passage<undefined>,
  ): Promise<Parcel> {
    const record = records.get(key) ?? {};
    const ruling = ruleOn(record, command);
    const { outcome, messages } =
      ruling.rule === 'run' ? await run(undefined).catch(broke) : answer(ruling.outcome, ruling.because);
    if (ruling.rule !== 'answer') {
      remember(key, { ...record, [command.direction]: { attempt: command.attempt, outcome } });
    }
    return { messages, receipts: [] };
  }

  function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const over = turn
      .catch(() => undefined)
      .then(() => {
        if (turns.get(key) === over) turns.delete(key);
      });
    turns.set(key, over);
    return turn;
  }

  return {
    pass(command, passage) {
      const key = keyOf(command.sagaId, command.step);
      return inTurn(key, () => settle(key, command, passage));
    },
    recordOf(sagaId, step) {
      const key = keyOf(sagaId, step);
      return inTurn(key, async () => records.get(key) ?? {});
    },
    async published() {},
    async start() {},
    async stop() {},
  };
}

function keyOf(sagaId: string, step: string): string {
  return `${sagaId} ${step}`;
}
