import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { DefinitionRepository } from './definition-repository.js';
import { DeadLetterQueries } from './dead-letter-queries.js';
import { forgetLetters, keepLetters, type NewLetter } from './dead-letters.js';
import { isWorthRedoing } from './errors.js';
import { forgetMessages } from './inbox.js';
import { forgetAwaited } from './awaited-events.js';
import { forgetEvents } from './early-events.js';
import { KnownSagas } from './known-sagas.js';
import { heldLocks, type HeldLock, type LockPage } from './lock-queries.js';
import { forgetLockRequests } from './locks.js';
import { CreateSagaTables1764000000000 } from './migrations/1764000000000-create-saga-tables.js';
import { AddRollouts1764100000000 } from './migrations/1764100000000-add-rollouts.js';
import { AddLocks1764200000000 } from './migrations/1764200000000-add-locks.js';
import { AddWaiting1764300000000 } from './migrations/1764300000000-add-waiting.js';
import { AddStepAddresses1764400000000 } from './migrations/1764400000000-add-step-addresses.js';
import { AddUnknownEvents1764500000000 } from './migrations/1764500000000-add-unknown-events.js';
import { AddDeadLetters1764750000000 } from './migrations/1764750000000-add-dead-letters.js';
import { PostgresParkingLot } from './parking-lot.js';
import { RolloutRepository } from './rollout-repository.js';
import { SagaQueries } from './saga-queries.js';
import type { SagaRecord } from './saga-record.js';
import { StoreTransaction } from './store-transaction.js';
import {
  addUnknownEvents,
  type CountedUnknownEvents,
  type UnknownEvents,
  unknownEvents,
} from './unknown-events.js';

export interface StoreOptions {
  url: string;
  /** Connections at the most. Default 10. */
  poolSize?: number;
  /** Errors of idle connections, which the pool replaces by itself. */
  onPoolError?: (error: Error) => void;
}

/** How often a transaction is done again that Postgres or the fence turned away. */
const REDO_LIMIT = 10;

/** The coordinator's memory. Open it with `openStore`. */
export class Store {
  readonly definitions: DefinitionRepository;
  readonly rollouts: RolloutRepository;
  readonly queries: SagaQueries;
  readonly deadLetters: DeadLetterQueries;
  readonly parking: PostgresParkingLot;
  private readonly known = new KnownSagas();

  constructor(private readonly dataSource: DataSource) {
    this.definitions = new DefinitionRepository(dataSource.manager);
    this.rollouts = new RolloutRepository(dataSource.manager);
    this.queries = new SagaQueries(dataSource);
    this.deadLetters = new DeadLetterQueries(dataSource);
    this.parking = new PostgresParkingLot(dataSource);
  }

  /**
   * Runs `work` in one transaction, again from its start when Postgres reports a deadlock or a serialization
   * failure or when another coordinator moved one of the sagas. `work` must have no effect but on the transaction.
   */
  async transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt === REDO_LIMIT || !isWorthRedoing(error)) throw error;
        await sleep(Math.random() * 5 * 2 ** attempt);
      }
    }
  }

  private async once<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    let saved: SagaRecord[] = [];
    const result = await this.dataSource.transaction(async (manager) => {
      const tx = new StoreTransaction(manager, this.definitions.within(manager), this.known);
      ({ saved } = tx);
      return work(tx);
    });
    for (const record of saved) this.known.keep(record);
    return result;
  }

  /** Brings the tables to this version. Several coordinators may do it at once: one does, the others wait. */
  async migrate(): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query(`SELECT pg_advisory_lock(hashtext('saga-migrations'))`);
      await this.dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
      await runner.release();
    }
  }

  forgetMessages(olderThanSeconds: number, limit: number): Promise<number> {
    return forgetMessages(this.dataSource.manager, olderThanSeconds, limit);
  }

  /** Forgets events that were kept long enough for sagas that did not wait yet, and counts those that none took. */
  forgetEvents(limit: number): Promise<number> {
    return forgetEvents(this.dataSource.manager, limit);
  }

  /** Adds to the counts of events that no definition knows; each topic and type at most once. */
  addUnknownEvents(counted: UnknownEvents[]): Promise<void> {
    return addUnknownEvents(this.dataSource.manager, counted);
  }

  /** The events that belong to no definition or to no saga, those that were seen last first. */
  unknownEvents(limit: number): Promise<CountedUnknownEvents[]> {
    return unknownEvents(this.dataSource.manager, limit);
  }

  /** A page of the keys that sagas hold. */
  heldLocks(page: LockPage): Promise<HeldLock[]> {
    return heldLocks(this.dataSource.manager, page);
  }

  /** Steps of sagas that have ended longer ago are told of no event any more, at most `limit`; gives how many. */
  forgetAwaited(olderThanSeconds: number, limit: number): Promise<number> {
    return forgetAwaited(this.dataSource.manager, olderThanSeconds, limit);
  }

  /** Forgets what became of requests for locks that are over. */
  forgetLockRequests(olderThanSeconds: number, limit: number): Promise<number> {
    return forgetLockRequests(this.dataSource.manager, olderThanSeconds, limit);
  }

  /** Keeps dead letters, in their order; one that comes again stays as it is. */
  keepLetters(letters: NewLetter[]): Promise<void> {
    return keepLetters(this.dataSource.manager, letters);
  }

  /** Forgets dead letters that were closed longer ago, at most `limit`; gives how many. */
  forgetLetters(olderThanSeconds: number, limit: number): Promise<number> {
    return forgetLetters(this.dataSource.manager, olderThanSeconds, limit);
  }

  /** Rejects when Postgres does not answer. */
  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

/** Connects to Postgres. Rejects when it can't be reached; call `migrate` before anything else. */
export async function openStore({ url, poolSize = 10, onPoolError }: StoreOptions): Promise<Store> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: 'saga-coordinator',
    connectTimeoutMS: 5_000,
    migrations: [
      CreateSagaTables1764000000000,
      AddRollouts1764100000000,
      AddLocks1764200000000,
      AddWaiting1764300000000,
      AddStepAddresses1764400000000,
      AddUnknownEvents1764500000000,
      AddDeadLetters1764750000000,
    ],
    migrationsTableName: 'saga_migrations',
    poolErrorHandler: (error: Error) => onPoolError?.(error),
  });
  await dataSource.initialize();
  return new Store(dataSource);
}
