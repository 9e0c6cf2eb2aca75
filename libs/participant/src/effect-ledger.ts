import { partitionOf } from '@saga/bus';
import {
  type Command,
  type EffectEntry,
  FIRST_LINK,
  hashOf,
  type JsonObject,
  participantOf,
  roundPrevious,
} from '@saga/contracts';
import type { Effect } from './barrier.js';
import { barrierTables, type BarrierTables } from './barrier-schema.js';

export interface LedgerOptions {
  /**
   * How many chains the ledger has. Commands whose sagas share a chain commit one after the other; so take more than
   * the commands that commit at the same time, over all processes of the participant. Default 64.
   */
  chains?: number;
}

/** An effect ledger in the barrier's schema; see docs/adr/0013-effect-ledger.md. */
export interface EffectLedger {
  /** The parts of a WITH that append an effect, out of `valuesOf` as the parameters from number `first` on. */
  link(first: number): string;
  valuesOf(command: Command, effect: Effect, output: JsonObject): unknown[];
}

/**
 * A ledger whose entries are linked by the database: it locks the end of the chain in the transaction's last statement,
 * so that nobody waits for more than somebody else's commit.
 */
export function effectLedger(
  { effects, chains: ends }: BarrierTables,
  { chains = 64 }: LedgerOptions,
): EffectLedger {
  if (!Number.isInteger(chains) || chains < 1)
    throw new Error(`ledger.chains is ${chains}: give a whole number of at least 1`);
  return {
    link(first) {
      const [participant, chain, entry, before, after] = [0, 1, 2, 3, 4].map((index) => `$${first + index}`);
      const hashAfter = (previous: string) =>
        `encode(sha256(convert_to(${before}::text || ${previous} || ${after}::text, 'UTF8')), 'hex')`;
      return `linked AS (
        INSERT INTO ${ends} AS chain_end (participant, chain, length, previous, hash)
        VALUES (${participant}, ${chain}::integer, 1, '${FIRST_LINK}', ${hashAfter(`'${FIRST_LINK}'`)})
        ON CONFLICT (participant, chain) DO UPDATE
        SET length = chain_end.length + 1, previous = chain_end.hash, hash = ${hashAfter('chain_end.hash')}
        RETURNING participant, chain, length, previous, hash
      ), noted AS (
        INSERT INTO ${effects} (participant, chain, position, entry, previous, hash)
        SELECT participant, chain, length, ${entry}::text::json, previous, hash FROM linked
      )`;
    },
    valuesOf(command, effect, output) {
      const { sagaId, step, direction, attempt, name, id: commandId } = command;
      const participant = participantOf(name);
      const chain = partitionOf(sagaId, chains);
      const entry: EffectEntry = {
        ...{ participant, chain, sagaId, step, direction, attempt, command: name, commandId },
        effect: effect.id ?? hashOf(output),
        time: new Date().toISOString(),
      };
      return [participant, chain, JSON.stringify(entry), ...roundPrevious(entry)];
    },
  };
}

/**
 * The SQL that creates an effect ledger; it may run again and again. Entries can't be changed or removed by mistake;
 * that somebody did it on purpose shows when the ledger is verified.
 */
export function ledgerMigration(schema = 'public'): string {
  const { effects, chains } = barrierTables(schema);
  const guard = `${effects}_are_append_only`;
  return `
CREATE TABLE IF NOT EXISTS ${chains} (
  participant text NOT NULL,
  chain integer NOT NULL,
  length bigint NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (participant, chain)
) WITH (fillfactor = 10);
CREATE TABLE IF NOT EXISTS ${effects} (
  participant text NOT NULL,
  chain integer NOT NULL,
  position bigint NOT NULL,
  entry json NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (participant, chain, position)
);
CREATE OR REPLACE FUNCTION ${guard}() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the effect ledger is append-only'; END $$;
CREATE OR REPLACE TRIGGER saga_effects_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${effects}
  FOR EACH STATEMENT EXECUTE FUNCTION ${guard}();`;
}
