import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Waits until a coordinator says that it is ready. Throws when it takes over a minute. */
export async function untilReady(url: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await isReady(url))) {
    if (Date.now() > giveUpAt) throw new Error(`the coordinator at ${url} did not get ready within a minute`);
    await sleep(100);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
