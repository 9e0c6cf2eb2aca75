import type { Admin } from 'kafkajs';
import type { BusLog } from './bus-log.js';
import type { GroupState, GroupTopic, PartitionProgress } from './bus.js';
import { kafkaClient, type KafkaConnection } from './kafka-client.js';

/** Whoever asks how a group stands asks again in a moment: better no answer than one that comes late. */
const RETRIES = 2;

const STATES: Record<string, GroupState['state']> = {
  Stable: 'stable',
  PreparingRebalance: 'rebalancing',
  CompletingRebalance: 'rebalancing',
  Empty: 'empty',
};

type Offsets = ReadonlyMap<number, bigint>;

/** Asks the brokers how consumer groups stand, over one connection that is kept until a question fails. */
export class KafkaGroups {
  private admin: Promise<Admin> | undefined;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly log: BusLog,
  ) {}

  async states(asked: GroupTopic[]): Promise<GroupState[]> {
    if (asked.length === 0) return [];
    this.admin ??= this.connect();
    try {
      return await statesOf(await this.admin, asked);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = undefined;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Admin> {
    const retry = { ...this.connection.retry, retries: RETRIES };
    const admin = kafkaClient({ ...this.connection, retry }, this.log).admin();
    await admin.connect();
    return admin;
  }
}

async function statesOf(admin: Admin, asked: GroupTopic[]): Promise<GroupState[]> {
  const existing = new Set(await admin.listTopics());
  const topics = [...new Set(asked.map(({ topic }) => topic))].filter((topic) => existing.has(topic));
  const [described, bounds] = await Promise.all([
    admin.describeGroups([...new Set(asked.map(({ group }) => group))]),
    Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic))),
  ]);
  const stateOf = new Map(described.groups.map(({ groupId, state }) => [groupId, STATES[state] ?? 'dead']));
  const boundsOf = new Map(topics.map((topic, index) => [topic, bounds[index]!]));
  return Promise.all(
    asked.map(async ({ group, topic }): Promise<GroupState> => {
      const ends = boundsOf.get(topic) ?? [];
      const committed = ends.length > 0 ? await committedOf(admin, group, topic) : new Map<number, bigint>();
      const partitions = ends.map((bound) => progressOf(bound, committed)).sort(byPartition);
      return { group, topic, state: stateOf.get(group)!, partitions };
    }),
  );
}

async function committedOf(admin: Admin, groupId: string, topic: string): Promise<Offsets> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return new Map(found!.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
}

/** A group that has committed nothing yet (-1), or stands before what the topic still has, goes on at its beginning. */
function progressOf(
  { partition, low, high }: { partition: number; low: string; high: string },
  offsets: Offsets,
): PartitionProgress {
  const committed = offsets.get(partition) ?? -1n;
  const start = BigInt(low);
  return { partition, committed: committed > start ? committed : start, end: BigInt(high) };
}

function byPartition(one: PartitionProgress, other: PartitionProgress): number {
  return one.partition - other.partition;
}
