import { type ChainEnd, type ExportedEffect, type LedgerLine, type Ledgers } from './exported-ledger.js';
import { readLines } from './read-lines.js';
import type { Terminal } from '../terminal.js';

const DATABASE = /^postgres(ql)?:\/\//;

/**
 * Reads all ledgers of some sources, each a database's URL or a file of an export, `-` for standard input.
 * @throws UnusableSource
 */
export async function readLedgers(sources: string[], terminal: Pick<Terminal, 'stdin'>): Promise<Ledgers> {
  const ledgers: Ledgers = { effects: [], ends: [] };
  for (const source of sources) {
    for await (const line of linesOf(source, terminal)) {
      if (line.kind === 'effect') ledgers.effects.push(line);
      else ledgers.ends.push(line);
    }
  }
  return ledgers;
}

/** What is in the ledgers of one source, whatever that is. @throws UnusableSource */
export async function* linesOf(source: string, terminal: Pick<Terminal, 'stdin'>): AsyncIterable<LedgerLine> {
  if (!DATABASE.test(source)) return yield* readLines(source, terminal, isLedgerLine, 'sagactl effects');
  // Postgres' client is only needed here.
  const { readDatabase } = await import('./read-database.js');
  yield* readDatabase(source);
}

function isLedgerLine(line: unknown): line is LedgerLine {
  const { kind, participant, chain, hash, position, length, entry } = line as Partial<
    ExportedEffect & ChainEnd
  >;
  if (typeof participant !== 'string' || typeof chain !== 'number' || typeof hash !== 'string') return false;
  if ((kind as string) === 'chain-end') return typeof length === 'number';
  return (
    (kind as string) === 'effect' &&
    typeof position === 'number' &&
    typeof entry === 'object' &&
    entry !== null
  );
}
