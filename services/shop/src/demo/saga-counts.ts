/** How many sagas are in each state, as the coordinator's API counts them. */
export interface SagaCounts {
  completed: number;
  compensated: number;
  running: number;
  failed: number;
}

/** Asks a coordinator. Throws when it doesn't answer. */
export async function sagaCounts(coordinatorUrl: string): Promise<SagaCounts> {
  const counts = (await (await fetch(`${coordinatorUrl}/v1/sagas/counts`)).json()) as Record<string, number>;
  return {
    completed: counts['completed'] ?? 0,
    compensated: counts['compensated'] ?? 0,
    running: (counts['running'] ?? 0) + (counts['compensating'] ?? 0),
    failed: counts['needs-attention'] ?? 0,
  };
}

export function describeCounts({ completed, compensated, running, failed }: SagaCounts): string {
  return `completed ${completed}   compensated ${compensated}   running ${running}   failed ${failed}`;
}

export function endedSagas({ completed, compensated, failed }: SagaCounts): number {
  return completed + compensated + failed;
}
