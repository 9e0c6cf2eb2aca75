import type { Bus, GroupState, GroupTopic } from '@saga/bus';

/** What a participant is doing: it is `draining` from when it is stopped until the commands in hand are done. */
export type ParticipantState = 'starting' | 'consuming' | 'draining' | 'stopped';

export interface ParticipantHealth {
  /** It consumes, its group is there, and no batch of it fails. */
  ready: boolean;
  state: ParticipantState;
  /** How the broker sees its consumer group; null when the broker does not answer. */
  group: GroupState['state'] | null;
  /** Commands for the whole group that are not done yet; null when the broker does not answer. */
  lag: number | null;
  /** Handlers at work. */
  inHand: number;
  /** When it was handed commands last; null: not yet. */
  lastBatchAt: Date | null;
  /** Since when batches fail without one that passed, and why; their commands wait. Null: they don't. */
  failing: { since: Date; reason: string } | null;
}

/** What a participant knows of itself. */
export type OwnHealth = Pick<ParticipantHealth, 'state' | 'inHand' | 'lastBatchAt' | 'failing'>;

/** Asks the broker about the participant's group. */
export async function healthOf(bus: Bus, asked: GroupTopic, own: OwnHealth): Promise<ParticipantHealth> {
  const [found] = await bus.groupStates([asked]).catch(() => []);
  const group = found?.state ?? null;
  const isMember = group === 'stable' || group === 'rebalancing';
  return { ready: own.state === 'consuming' && isMember && !own.failing, ...own, group, lag: lagOf(found) };
}

function lagOf(found: GroupState | undefined): number | null {
  if (!found) return null;
  return found.partitions.reduce((lag, { committed, end }) => lag + Number(end - committed), 0);
}
