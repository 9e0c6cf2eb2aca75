import type { JsonObject } from '@saga/definition';
import type { SagaEvent, SagaStatus } from '@saga/engine';
import type { DataSource } from 'typeorm';
import { type ChildSummary, childSagas } from './child-sagas.js';
import { loadSagas } from './load-sagas.js';
import { histories, unfinishedSagas } from './migrating-sagas.js';
import { type OpenApproval, openApprovals } from './open-approvals.js';
import { countRunning, type RunningSagas, runningSagas } from './running-sagas.js';
import type { SagaRecord } from './saga-record.js';

export interface SagaSummary {
  id: string;
  definition: string;
  version: number;
  status: SagaStatus;
  startedAt: Date;
  updatedAt: Date;
}

/** One line of a saga's history; `body` is the event without its type and time. */
export interface HistoryEntry {
  seq: number;
  at: Date;
  type: string;
  body: JsonObject;
}

export interface SagaFilter {
  status?: SagaStatus;
  definition?: string;
  /** The last saga of the page before, as `after` of that page gave it. */
  after?: { startedAt: Date; id: string };
  limit: number;
}

const COUNTS = `SELECT status, count(*)::integer AS count FROM saga.sagas GROUP BY status`;
const HISTORY = `SELECT seq, at, type, body FROM saga.history WHERE saga_id = $1 ORDER BY seq`;
const PAGE = `
SELECT id, definition, version, status, started_at AS "startedAt", updated_at AS "updatedAt"
FROM saga.sagas
WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR definition = $2)
  AND ($3::timestamptz IS NULL OR (started_at, id) < ($3, $4))
ORDER BY started_at DESC, id DESC LIMIT $5`;

/** What operators and callers ask of sagas. */
export class SagaQueries {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<SagaRecord | null> {
    return (await loadSagas(this.dataSource.manager, [id])).get(id) ?? null;
  }

  async history(id: string): Promise<HistoryEntry[]> {
    return this.dataSource.query(HISTORY, [id]);
  }

  /** The sagas that a saga has started, in the order of their starts. */
  async children(id: string): Promise<ChildSummary[]> {
    return childSagas(this.dataSource.manager, id);
  }

  /** The questions to people that are open, over all sagas, the oldest first. */
  async openApprovals(limit: number): Promise<OpenApproval[]> {
    return openApprovals(this.dataSource.manager, limit);
  }

  /** The ids of all sagas of a version that have not ended. */
  async unfinished(definition: string, version: number): Promise<string[]> {
    return unfinishedSagas(this.dataSource.manager, definition, version);
  }

  /** The whole histories of these sagas, by their ids. */
  async histories(ids: string[]): Promise<Map<string, SagaEvent[]>> {
    return histories(this.dataSource.manager, ids);
  }

  /** A page of sagas, the youngest first. */
  async list({ status, definition, after, limit }: SagaFilter): Promise<SagaSummary[]> {
    return this.dataSource.query(PAGE, [
      status ?? null,
      definition ?? null,
      after?.startedAt ?? null,
      after?.id ?? null,
      limit,
    ]);
  }

  async countByStatus(): Promise<Partial<Record<SagaStatus, number>>> {
    const rows: { status: SagaStatus; count: number }[] = await this.dataSource.query(COUNTS);
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  /** The sagas of a definition that have not ended, by version and by the steps that they are at. */
  running(definition: string): Promise<RunningSagas[]> {
    return runningSagas(this.dataSource.manager, definition);
  }

  /** How many sagas of each definition have not ended. */
  countRunning(): Promise<Map<string, number>> {
    return countRunning(this.dataSource.manager);
  }
}
