import type { LinkedEffect } from '@saga/contracts';

/** One line of the export of an effect ledger. */
export type LedgerLine = ExportedEffect | ChainEnd;

/** An entry with its chain, as the table has it; `entry` says the same once more, and is what the hash is of. */
export interface ExportedEffect extends LinkedEffect {
  kind: 'effect';
  participant: string;
  chain: number;
}

/** How far a chain goes, as the participant remembers it apart from the entries. */
export interface ChainEnd {
  kind: 'chain-end';
  participant: string;
  chain: number;
  length: number;
  hash: string;
}

/** What was read of ledgers. */
export interface Ledgers {
  effects: ExportedEffect[];
  ends: ChainEnd[];
}
