import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished } from '@saga/engine';
import type { SagaQueries } from '@saga/store';

/** How often a waiting caller's saga is looked at. */
const LOOK_EVERY_MS = 100;

/** Waits until the saga has ended or needs a person, is not there at all, or `milliseconds` are over. */
export async function untilSettled(
  queries: Pick<SagaQueries, 'find'>,
  id: string,
  milliseconds: number,
): Promise<void> {
  const giveUpAt = Date.now() + milliseconds;
  while (Date.now() < giveUpAt) {
    const saga = await queries.find(id);
    if (!saga || isFinished(saga.state.status) || saga.state.attention) return;
    await sleep(Math.min(LOOK_EVERY_MS, giveUpAt - Date.now()));
  }
}
