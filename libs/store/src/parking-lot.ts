import type { DataSource, EntityManager } from 'typeorm';
import { indexKey, textsOf, withoutNul } from './index-key.js';

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
/** A message travels as a text within the JSON, because it may hold an escaped U+0000, which only json keeps. */
const PARK = `
INSERT INTO saga.parked_messages (key, topic, partition, "offset", message, cause)
SELECT key, topic, partition, "offset", message::json, cause
FROM json_to_recordset($1) AS n(key text, topic text, partition integer, "offset" bigint, message text, cause text)
ON CONFLICT (topic, partition, "offset") DO NOTHING`;
/** The oldest message of a key says when the key is due. */
const DUE_KEYS = `
SELECT key FROM (SELECT DISTINCT ON (key) key, id, due_at FROM saga.parked_messages ORDER BY key, id) oldest
WHERE due_at <= now() ORDER BY id LIMIT $1`;
/** One instance at a time works on a key; parking more behind it needs no lock. */
const LOCK_KEY = `SELECT pg_try_advisory_xact_lock(hashtext('parked'), hashtext($1)) AS locked`;
const OF_KEY = `
SELECT id, message, due_at <= now() AS due FROM saga.parked_messages WHERE key = $1 ORDER BY id LIMIT 500`;
const RELEASE = `DELETE FROM saga.parked_messages WHERE id = ANY($1::bigint[])`;
const POSTPONE = `
UPDATE saga.parked_messages
SET attempts = attempts + 1, cause = $2, due_at = now() + make_interval(secs => least(60, 0.5 * 2 ^ least(attempts, 10)))
WHERE id = $1`;

/** Messages that could not be handled yet, with all later ones of their keys, in order. */
export class PostgresParkingLot {
  constructor(private readonly dataSource: DataSource) {}

  async parkedKeys(keys: string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const rows: { key: string }[] = await this.dataSource.query(PARKED_KEYS, [keys.map(indexKey)]);
    return textsOf(
      keys,
      rows.map((row) => row.key),
    );
  }

  /** Keeps messages in the given order. Parking the same message again changes nothing. */
  async park(messages: { message: ParkableMessage; cause: string }[]): Promise<void> {
    const rows = messages.map(({ message, cause }) => {
      const { topic, partition, offset } = message;
      const key = indexKey(keyOf(message));
      const stored = JSON.stringify(toStored(message));
      return { key, topic, partition, offset, cause: withoutNul(cause), message: stored };
    });
    await this.dataSource.query(PARK, [JSON.stringify(rows)]);
  }

  /**
   * Gives `work` each key that is due, with its oldest messages in order. The first `handled` ones leave the lot;
   * when `failed` says why the next one can't be handled, its key rests for 0.5 s, doubling to 60 s.
   * Gives how many keys were tried; those that another instance works on are not.
   */
  async retryDue(
    limit: number,
    work: (key: string, messages: ParkableMessage[]) => Promise<TryResult>,
  ): Promise<number> {
    const keys: { key: string }[] = await this.dataSource.query(DUE_KEYS, [limit]);
    let tried = 0;
    for (const { key } of keys) {
      if (await this.dataSource.transaction((manager) => retryKey(manager, key, work))) tried++;
    }
    return tried;
  }
}

async function retryKey(
  manager: EntityManager,
  key: string,
  work: (key: string, messages: ParkableMessage[]) => Promise<TryResult>,
): Promise<boolean> {
  const [lock]: { locked: boolean }[] = await manager.query(LOCK_KEY, [key]);
  if (!lock?.locked) return false;
  const rows: { id: string; message: StoredMessage; due: boolean }[] = await manager.query(OF_KEY, [key]);
  // Another instance may have tried it between our look and our lock.
  if (!rows[0]?.due) return false;
  const messages = rows.map((row) => fromStored(row.message));
  const { handled, failed } = await work(keyOf(messages[0]!), messages);
  await manager.query(RELEASE, [rows.slice(0, handled).map((row) => row.id)]);
  const next = rows[handled];
  if (next && failed !== undefined) await manager.query(POSTPONE, [next.id, withoutNul(failed)]);
  return true;
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
