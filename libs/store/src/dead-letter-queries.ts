import type { JsonObject } from '@saga/definition';
import type { DataSource } from 'typeorm';
import {
  type LetterCause,
  letterKeys,
  type LetterState,
  originalOf,
  type OriginalRow,
} from './dead-letters.js';
import { indexKey, withoutNul } from './index-key.js';
import type { ParkableMessage } from './parking-lot.js';

/** Which dead letters. What is left out matches all. */
export interface LetterFilter {
  state?: LetterState;
  /** The code of the cause. */
  code?: string;
  topic?: string;
  /** The consumer group that gave the message up. */
  group?: string;
  saga?: string;
  fingerprint?: string;
  /** Whether they came back from a redrive. */
  cameBack?: boolean;
  tenant?: string;
  /** Given up at or after. */
  from?: Date;
  /** Given up before. */
  until?: Date;
  /** Those that came after this one. */
  beyond?: string;
  /** Those that came before this one. */
  before?: string;
}

export type LetterOrder = 'youngest-first' | 'oldest-first';

/** How often one message became a dead letter. */
export interface Recurrence {
  /** All letters of it that are kept. */
  seen: number;
  /** Those of them that came of a redrive. */
  cameBack: number;
  firstAt: Date;
  lastRedrive: { letter: string; by: string; at: Date } | null;
}

/** A dead letter without its message. */
export interface LetterSummary {
  id: string;
  state: LetterState;
  tenant: string | null;
  consumerGroup: string;
  cause: LetterCause;
  topic: string;
  partition: number;
  offset: string;
  sentAt: Date;
  bytes: number;
  sagaId: string | null;
  fingerprint: string;
  givenUpAt: Date;
  receivedAt: Date;
  closed: { at: Date; by: string; reason: string; fix: JsonObject | null } | null;
  recurrence: Recurrence;
}

export interface ShownLetter extends LetterSummary {
  original: ParkableMessage;
}

/** The letters of one cause that one group gave up on one topic. */
export interface LetterGroup {
  consumerGroup: string;
  topic: string;
  code: string;
  open: number;
  redriven: number;
  discarded: number;
  /** How many different messages they are. */
  messages: number;
  /** Those that came of a redrive. */
  cameBack: number;
  firstAt: Date;
  lastAt: Date;
  /** The youngest of them. */
  latest: string;
}

const MATCHES = `($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR cause_code = $2)
  AND ($3::text IS NULL OR topic = $3) AND ($4::text IS NULL OR consumer_group = $4)
  AND ($5::text IS NULL OR saga_id = $5) AND ($6::text IS NULL OR fingerprint = $6)
  AND ($7::boolean IS NULL OR (redrive_of IS NOT NULL) = $7) AND ($8::text IS NULL OR tenant = $8)
  AND ($9::timestamptz IS NULL OR given_up_at >= $9) AND ($10::timestamptz IS NULL OR given_up_at < $10)
  AND ($11::bigint IS NULL OR id > $11) AND ($12::bigint IS NULL OR id < $12)`;

/** Each message's letters are counted once, however many of them are on the page. */
const shown = (which: string, order: 'ASC' | 'DESC', more = '') => `
WITH page AS MATERIALIZED (SELECT * FROM saga.dead_letters WHERE ${which}),
  lines AS (SELECT lineage, count(*)::integer AS seen, count(redrive_of)::integer AS came_back,
      min(given_up_at) AS first_at
    FROM saga.dead_letters WHERE lineage IN (SELECT lineage FROM page) GROUP BY lineage),
  redrives AS (SELECT DISTINCT ON (lineage) lineage, id, closed_at, closed_by
    FROM saga.dead_letters WHERE lineage IN (SELECT lineage FROM page) AND state = 'redriven'
    ORDER BY lineage, closed_at DESC)
SELECT p.id, p.state, p.tenant, p.consumer_group AS "consumerGroup", p.cause, p.topic, p.partition, p."offset",
  p.sent_at AS "sentAt", coalesce(octet_length(p.value), 0) AS bytes, p.saga_id AS "sagaId", p.fingerprint,
  p.given_up_at AS "givenUpAt", p.received_at AS "receivedAt", p.closed_at AS "closedAt", p.closed_by AS "closedBy",
  p.reason, p.fix, l.seen, l.came_back AS "cameBack", l.first_at AS "firstAt", r.id AS "redriveId",
  r.closed_by AS "redriveBy", r.closed_at AS "redriveAt"${more}
FROM page p JOIN lines l USING (lineage) LEFT JOIN redrives r USING (lineage) ORDER BY p.id ${order}`;

const YOUNGEST_FIRST = shown(`${MATCHES} ORDER BY id DESC LIMIT $13`, 'DESC');
const OLDEST_FIRST = shown(`${MATCHES} ORDER BY id LIMIT $13`, 'ASC');
const ONE = shown('id = $1', 'ASC', ', p.original, p.value');

const GROUPS = `
SELECT consumer_group AS "consumerGroup", topic, cause_code AS code,
  count(*) FILTER (WHERE state = 'open')::integer AS open,
  count(*) FILTER (WHERE state = 'redriven')::integer AS redriven,
  count(*) FILTER (WHERE state = 'discarded')::integer AS discarded,
  count(DISTINCT lineage)::integer AS messages, count(redrive_of)::integer AS "cameBack",
  min(given_up_at) AS "firstAt", max(given_up_at) AS "lastAt", max(id) AS latest
FROM saga.dead_letters WHERE ${MATCHES}
GROUP BY consumer_group, topic, cause_code
ORDER BY open DESC, "lastAt" DESC, consumer_group, topic, cause_code LIMIT $13`;

const COUNT = `SELECT count(*)::integer AS count FROM saga.dead_letters WHERE ${MATCHES}`;

const END = `SELECT coalesce(max(id), 0) + 1 AS "end" FROM saga.dead_letters`;

interface Row extends Omit<LetterSummary, 'closed' | 'recurrence'>, Omit<Recurrence, 'lastRedrive'> {
  closedAt: Date | null;
  closedBy: string;
  reason: string;
  fix: JsonObject | null;
  redriveId: string | null;
  redriveBy: string;
  redriveAt: Date;
}

type WholeRow = Row & OriginalRow;

/** What operators ask of the messages that were given up. */
export class DeadLetterQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** A page of letters: the youngest, or the oldest, of those that match. */
  async list(filter: LetterFilter, limit: number, order: LetterOrder): Promise<LetterSummary[]> {
    const sql = order === 'oldest-first' ? OLDEST_FIRST : YOUNGEST_FIRST;
    const rows: Row[] = await this.dataSource.query(sql, [...valuesOf(filter), limit]);
    return rows.map(toSummary);
  }

  /** The letters by group, topic and cause, those with the most open ones first. */
  async groups(filter: LetterFilter, limit: number): Promise<LetterGroup[]> {
    return this.dataSource.query(GROUPS, [...valuesOf(filter), limit]);
  }

  async count(filter: LetterFilter): Promise<number> {
    const [row]: { count: number }[] = await this.dataSource.query(COUNT, valuesOf(filter));
    return row!.count;
  }

  /** The number that no letter has yet: all that are there come before it. */
  async end(): Promise<string> {
    const [row]: { end: string }[] = await this.dataSource.query(END);
    return row!.end;
  }

  /** A letter with its message whole; null when there is none. */
  async find(id: string): Promise<ShownLetter | null> {
    const [row]: WholeRow[] = await this.dataSource.query(ONE, [id]);
    if (!row) return null;
    const { original, value, ...rest } = row;
    return { ...toSummary(rest), original: originalOf(row) };
  }
}

function valuesOf(filter: LetterFilter): unknown[] {
  const { state, code, topic, group, saga, fingerprint, cameBack, tenant, from, until, beyond, before } =
    filter;
  return [
    ...[
      state,
      code && letterKeys.code(code),
      topic && letterKeys.topic(topic),
      group && letterKeys.group(group),
    ],
    ...[saga && indexKey(saga), fingerprint && withoutNul(fingerprint), cameBack],
    ...[tenant && indexKey(tenant), from, until, beyond, before],
  ].map((value) => value ?? null);
}

function toSummary(row: Row): LetterSummary {
  const { closedAt, closedBy, reason, fix, redriveId, redriveBy, redriveAt, ...rest } = row;
  const { seen, cameBack, firstAt, ...letter } = rest;
  return {
    ...letter,
    closed: closedAt && { at: closedAt, by: closedBy, reason, fix },
    recurrence: {
      ...{ seen, cameBack, firstAt },
      lastRedrive: redriveId === null ? null : { letter: redriveId, by: redriveBy, at: redriveAt },
    },
  };
}
