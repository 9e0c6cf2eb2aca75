/**
 * Works through lanes of items: within a lane one after the other, at most `concurrency` lanes at a time.
 * When `work` rejects, no further item is begun; rejects with that error once all work in hand is over.
 */
export async function workLanes<T>(
  lanes: Iterable<T[]>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = lanes[Symbol.iterator]();
  const failures: unknown[] = [];

  async function worker(): Promise<void> {
    for (let lane = waiting.next(); !lane.done; lane = waiting.next()) {
      for (const item of lane.value) {
        if (failures.length > 0) return;
        await work(item).catch((error: unknown) => failures.push(error));
      }
    }
  }

  await Promise.all(Array.from({ length: concurrency }, worker));
  if (failures.length > 0) throw failures[0];
}

/** Items by key, each lane in the order of the items. */
export function lanesBy<T>(items: T[], keyOf: (item: T) => string): T[][] {
  const lanes = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const lane = lanes.get(key);
    if (lane) lane.push(item);
    else lanes.set(key, [item]);
  }
  return [...lanes.values()];
}
