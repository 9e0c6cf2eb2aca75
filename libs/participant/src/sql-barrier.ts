import type { Command, Outcome } from '@saga/contracts';
import { BarrierUnavailable, type Barrier, type Parcel, type Passage, type Settlement } from './barrier.js';
import { barrierMigration, barrierTables, migrateBarrier, requireTables } from './barrier-schema.js';
import { effectLedger, ledgerMigration, type LedgerOptions } from './effect-ledger.js';
import { removePublished, sweepOutbox } from './outbox.js';
import { startOutboxSweeper, type OutboxSweeper } from './outbox-sweeper.js';
import { ruleOn, type StepRecord } from './rules.js';
import { settleStep } from './settle-step.js';
import { isConcurrencyConflict, isDataFault, isLockTimeout } from './sql-database.js';
import type { IsolationLevel, Query, SqlDatabase } from './sql-database.js';

export type { LedgerOptions };

export interface SqlBarrierOptions {
  /** The Postgres schema of the barrier's tables. Default `public`. */
  schema?: string;
  /** Default `READ COMMITTED`. A transaction that a stricter level rejects for a conflict is run again. */
  isolationLevel?: IsolationLevel;
  /** How long a message may wait for its own process before a sweeper publishes it. Default 5,000. */
  sweepAfterMs?: number;
  /** Whether an effect ledger is kept, and how; see docs/participant.md. Default false. */
  ledger?: boolean | LedgerOptions;
  /** Hears of a sweep that failed; the next one comes anyway. */
  onSweepError?: (error: unknown) => void;
}

export interface SqlBarrier<Tx> extends Barrier<Tx> {
  /** Creates the barrier's schema and tables where they are missing. Safe to run by several processes at once. */
  migrate(): Promise<void>;
  /**
   * Forgets the steps that nothing has touched since `before`; returns how many. Keep them for longer than any
   * saga runs and Kafka holds its commands: a step that is forgotten can take effect again.
   */
  forget(before: Date): Promise<number>;
}

interface BarrierRow {
  do_attempt: number;
  do_outcome: Outcome | null;
  undo_attempt: number;
  undo_outcome: Outcome | null;
}

type Work<Tx> = Pick<Passage<Tx>, 'run' | 'answer'>;

const TRIES_ON_CONFLICT = 4;

/** How long a question about a step waits for the command of it that is in hand. */
const IN_HAND_PATIENCE_MS = 2_000;

/** The barrier on the participant's own database: claim, work, outcome and reply are one transaction. */
export function sqlBarrier<Tx>(database: SqlDatabase<Tx>, options: SqlBarrierOptions = {}): SqlBarrier<Tx> {
  const { schema = 'public', isolationLevel = 'READ COMMITTED', sweepAfterMs = 5_000 } = options;
  const tables = barrierTables(schema);
  const ledger = options.ledger ? effectLedger(tables, options.ledger === true ? {} : options.ledger) : null;
  const settle = settleStep(tables, ledger);
  let sweeper: OutboxSweeper | undefined;

  /** Locks the step's row until the transaction ends: do and undo of a step, a zombie's too, take turns. */
  async function claim(
    query: Query,
    { sagaId, step }: Pick<Command, 'sagaId' | 'step'>,
  ): Promise<StepRecord> {
    const [row] = await query<BarrierRow>(
      `INSERT INTO ${tables.barrier} (saga_id, step) VALUES ($1, $2)
       ON CONFLICT (saga_id, step) DO UPDATE SET touched_at = now()
       RETURNING do_attempt, do_outcome, undo_attempt, undo_outcome`,
      [sagaId, step],
    );
    return {
      ...(row?.do_outcome && { do: { attempt: row.do_attempt, outcome: row.do_outcome } }),
      ...(row?.undo_outcome && { undo: { attempt: row.undo_attempt, outcome: row.undo_outcome } }),
    };
  }

  function passOnce(command: Command, { run, answer }: Work<Tx>): Promise<Parcel> {
    return database.transaction(isolationLevel, async (query, tx) => {
      const ruling = ruleOn(await claim(query, command), command);
      if (ruling.rule !== 'run') {
        const settlement = answer(ruling.outcome, ruling.because);
        if (ruling.rule === 'settle') return settle(query, command, settlement);
        return { messages: settlement.messages, receipts: [] };
      }
      return settle(query, command, await run(tx));
    });
  }

  /** Tries again on conflicts, and tells faults of the command from an unavailable barrier. */
  async function passThrough(command: Command, { run, answer }: Work<Tx>): Promise<Parcel> {
    for (let tries = 1; ; tries++) {
      let workBroke = false;
      const watched = (tx: Tx) =>
        run(tx).catch((error: unknown) => {
          workBroke = true;
          throw error;
        });
      try {
        return await passOnce(command, { run: watched, answer });
      } catch (error) {
        if (error instanceof Refusal) throw error;
        const conflict = isConcurrencyConflict(error);
        if (conflict && tries < TRIES_ON_CONFLICT) continue;
        if (!workBroke && !conflict && !isDataFault(error)) throw new BarrierUnavailable(error);
        await requireReachable();
        throw error;
      }
    }
  }

  /**
   * A refusal or a breakdown rolls its work back and is settled in a transaction of its own. That costs them a
   * transaction more and spares every success a savepoint; what gets in between is ruled on anew.
   */
  async function pass(command: Command, { run, answer, broke }: Passage<Tx>): Promise<Parcel> {
    try {
      return await passThrough(command, { run: (tx) => run(tx).then(requireSuccess), answer });
    } catch (error) {
      if (error instanceof BarrierUnavailable) throw error;
      const settlement = error instanceof Refusal ? error.settlement : broke(error);
      return passThrough(command, { run: async () => settlement, answer });
    }
  }

  /**
   * Claims the step as a command does, so that none is at work on it meanwhile: a row that is not committed yet can
   * be waited for, but not be read.
   */
  async function recordOf(sagaId: string, step: string): Promise<StepRecord | 'in-hand'> {
    try {
      return await database.transaction('READ COMMITTED', async (query) => {
        await query(`SET LOCAL lock_timeout = ${IN_HAND_PATIENCE_MS}`);
        return claim(query, { sagaId, step });
      });
    } catch (error) {
      if (isLockTimeout(error)) return 'in-hand';
      throw new BarrierUnavailable(error);
    }
  }

  /** Work that broke because the database went away is no fault of the command: the message must wait. */
  async function requireReachable(): Promise<void> {
    await database.query('SELECT 1').catch((error: unknown) => {
      throw new BarrierUnavailable(error);
    });
  }

  return {
    pass,
    recordOf,
    published: (receipts) => removePublished(database.query, tables, receipts),
    migrate: () =>
      migrateBarrier(database, [barrierMigration(schema), ...(ledger ? [ledgerMigration(schema)] : [])]),
    async forget(before) {
      const forgotten = await database.query(
        `DELETE FROM ${tables.barrier} WHERE touched_at < $1 RETURNING 1`,
        [before],
      );
      return forgotten.length;
    },
    async start(publish) {
      const { barrier, outbox, effects, chains } = tables;
      await requireTables(database, [barrier, outbox, ...(ledger ? [effects, chains] : [])]);
      const sweep = () => sweepOutbox(database, tables, publish, sweepAfterMs);
      sweeper = startOutboxSweeper(sweep, sweepAfterMs, options.onSweepError ?? (() => undefined));
    },
    async stop() {
      await sweeper?.stop();
    },
  };
}

/** Carries a refusal out of the transaction that must not stay. */
class Refusal extends Error {
  constructor(readonly settlement: Settlement) {
    super('the work was refused');
  }
}

function requireSuccess(settlement: Settlement): Settlement {
  if (settlement.outcome.result !== 'success') throw new Refusal(settlement);
  return settlement;
}
