import type { Command, Direction } from '@saga/contracts';
import type { Parcel, Settlement } from './barrier.js';
import type { BarrierTables } from './barrier-schema.js';
import type { EffectLedger } from './effect-ledger.js';
import { outboxColumns, outboxRows } from './outbox.js';
import type { Query } from './sql-database.js';

const SETTLE: Record<Direction, string> = {
  do: 'do_attempt = $3::integer, do_outcome = $4::text::json',
  undo: 'undo_attempt = $3::integer, undo_outcome = $4::text::json',
};

/**
 * Writes what came of a command, the messages that tell of it and, in a ledger, its effect: all in one statement, the
 * last one of the transaction.
 */
export function settleStep(tables: BarrierTables, ledger: EffectLedger | null) {
  return async (query: Query, command: Command, settlement: Settlement): Promise<Parcel> => {
    const { sagaId, step, attempt, direction } = command;
    const { outcome, messages } = settlement;
    const values: unknown[] = [sagaId, step, attempt, JSON.stringify(outcome), ...outboxColumns(messages)];
    const isEffect = ledger && settlement.effect && outcome.result === 'success';
    if (isEffect) values.push(...ledger.valuesOf(command, settlement.effect!, outcome.output));
    const rows = await query<{ id: string }>(
      `WITH settled AS (
         UPDATE ${tables.barrier} SET ${SETTLE[direction]} WHERE saga_id = $1 AND step = $2
       )${isEffect ? `, ${ledger.link(9)}` : ''}
       INSERT INTO ${tables.outbox} (topic, key, headers, value) ${outboxRows(5)} RETURNING id`,
      values,
    );
    return { messages, receipts: rows.map(({ id }) => id) };
  };
}
