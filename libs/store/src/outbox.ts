import type { EntityManager } from 'typeorm';

/** A message that is to be published once the transaction that wrote it has committed. */
export interface OutboxMessage {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: Buffer | string;
}

/** All that one transaction wants published, in order. */
export interface OutboxEntry {
  id: string;
  messages: OutboxMessage[];
}

const ADD = `INSERT INTO saga.outbox (messages) VALUES ($1) RETURNING id`;
const REMOVE = `DELETE FROM saga.outbox WHERE id = ANY($1::bigint[])`;
/** Rows that another sweeper holds are skipped. */
const LEFT_BEHIND = `
SELECT id, messages FROM saga.outbox
WHERE created_at < now() - make_interval(secs => $1)
ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`;

/** Keeps messages for publishing; gives the id to remove once the broker has them, null when there are none. */
export async function addToOutbox(manager: EntityManager, messages: OutboxMessage[]): Promise<string | null> {
  if (messages.length === 0) return null;
  const [row]: { id: string }[] = await manager.query(ADD, [JSON.stringify(messages.map(toStored))]);
  return row!.id;
}

export async function removeFromOutbox(manager: EntityManager, ids: string[]): Promise<void> {
  if (ids.length > 0) await manager.query(REMOVE, [ids]);
}

/** Entries older than `seconds`: their publisher died, or is slow, in which case they are published twice. */
export async function leftInOutbox(
  manager: EntityManager,
  seconds: number,
  limit: number,
): Promise<OutboxEntry[]> {
  const rows: { id: string; messages: StoredMessage[] }[] = await manager.query(LEFT_BEHIND, [
    seconds,
    limit,
  ]);
  return rows.map(({ id, messages }) => ({ id, messages: messages.map(fromStored) }));
}

type StoredMessage = Omit<OutboxMessage, 'value'> & { value: string | { base64: string } };

function toStored(message: OutboxMessage): StoredMessage {
  const { topic, key, headers, value } = message;
  return {
    topic,
    key,
    headers,
    value: typeof value === 'string' ? value : { base64: value.toString('base64') },
  };
}

function fromStored(message: StoredMessage): OutboxMessage {
  const { value } = message;
  return { ...message, value: typeof value === 'string' ? value : Buffer.from(value.base64, 'base64') };
}
