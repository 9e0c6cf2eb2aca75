import type { DataSource, EntityManager } from 'typeorm';

/** A message as it came in; the store keeps it whole and does not look into it. */
export interface ParkableMessage {
  topic: string;
  partition: number;
  offset: string;
  timestamp: number;
  key: string | null;
  headers: Record<string, string>;
  value: Buffer | null;
}

/** What came of trying messages in order: how many are handled, and why the next one is not. */
interface TryResult {
  handled: number;
  failed?: string;
}

const PARKED_KEYS = `SELECT DISTINCT key FROM saga.parked_messages WHERE key = ANY($1)`;
const PARK = `
INSERT INTO saga.parked_messages (key, topic, partition, "offset", message, cause)
SELECT key, topic, partition, "offset", message, cause
FROM json_to_recordset($1) AS n(key text, topic text, partition integer, "offset" bigint, message json, cause text)
ON CONFLICT (topic, partition, "offset") DO NOTHING`;
const DUE_KEYS = `
SELECT key FROM saga.parked_messages GROUP BY key HAVING max(due_at) <= now() ORDER BY min(id) LIMIT $1`;
/** One instance at a time works on a key; parking more behind it needs no lock. */
const LOCK_KEY = `SELECT pg_try_advisory_xact_lock(hashtext('parked'), hashtext($1)) AS locked`;
const OF_KEY = `SELECT id, message FROM saga.parked_messages WHERE key = $1 ORDER BY id LIMIT 500`;
const RELEASE = `DELETE FROM saga.parked_messages WHERE id = ANY($1::bigint[])`;
const POSTPONE = `
UPDATE saga.parked_messages
SET attempts = attempts + 1, cause = $2, due_at = now() + make_interval(secs => least(60, 0.5 * 2 ^ least(attempts, 10)))
WHERE key = $1`;

/** Messages that could not be handled yet, with all later ones of their keys, in order. */
export class PostgresParkingLot {
  constructor(private readonly dataSource: DataSource) {}

  async parkedKeys(keys: string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const rows: { key: string }[] = await this.dataSource.query(PARKED_KEYS, [keys]);
    return new Set(rows.map((row) => row.key));
  }

  /** Keeps messages in the given order. Parking the same message again changes nothing. */
  async park(messages: { message: ParkableMessage; cause: string }[]): Promise<void> {
    const rows = messages.map(({ message, cause }) => {
      const { topic, partition, offset } = message;
      return { key: keyOf(message), topic, partition, offset, cause, message: toStored(message) };
    });
    await this.dataSource.query(PARK, [JSON.stringify(rows)]);
  }

  /**
   * Gives `work` each key that is due, with its oldest messages in order. The first `handled` ones leave the lot;
   * the rest wait longer, 0.5 s doubling to 60 s, when `failed` says why. Gives how many keys were tried.
   */
  async retryDue(
    limit: number,
    work: (key: string, messages: ParkableMessage[]) => Promise<TryResult>,
  ): Promise<number> {
    const keys: { key: string }[] = await this.dataSource.query(DUE_KEYS, [limit]);
    for (const { key } of keys) await this.dataSource.transaction((manager) => retryKey(manager, key, work));
    return keys.length;
  }
}

async function retryKey(
  manager: EntityManager,
  key: string,
  work: (key: string, messages: ParkableMessage[]) => Promise<TryResult>,
): Promise<void> {
  const [lock]: { locked: boolean }[] = await manager.query(LOCK_KEY, [key]);
  if (!lock?.locked) return;
  const rows: { id: string; message: StoredMessage }[] = await manager.query(OF_KEY, [key]);
  if (rows.length === 0) return;
  const messages = rows.map((row) => fromStored(row.message));
  const { handled, failed } = await work(key, messages);
  await manager.query(RELEASE, [rows.slice(0, handled).map((row) => row.id)]);
  if (failed !== undefined) await manager.query(POSTPONE, [key, failed]);
}

function keyOf({ key, topic, partition, offset }: ParkableMessage): string {
  return key ?? `${topic}/${partition}/${offset}`;
}

type StoredMessage = Omit<ParkableMessage, 'value'> & { value: string | null };

function toStored(message: ParkableMessage): StoredMessage {
  return { ...message, value: message.value?.toString('base64') ?? null };
}

function fromStored(message: StoredMessage): ParkableMessage {
  return { ...message, value: message.value === null ? null : Buffer.from(message.value, 'base64') };
}
