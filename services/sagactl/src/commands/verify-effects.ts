import { CoordinatorClient } from '../client/coordinator-client.js';
import { checkChains } from '../effects/check-chains.js';
import { checkEffects } from '../effects/check-effects.js';
import { exportHistories, histories, readHistoryFile } from '../effects/read-histories.js';
import { readLedgers } from '../effects/read-ledgers.js';
import { type EffectsReport, effectsText } from '../effects/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import { printAnswer } from './print-answer.js';

export interface VerifyOptions {
  ledger: string[];
  /** A file; without one the coordinator is asked. */
  history?: string;
  participants?: string[];
  url: string;
  format: 'text' | 'json';
}

/** Checks ledgers in themselves and against the histories of sagas, and names all that is wrong. */
export async function verifyEffects(
  { ledger, history, participants = [], url, format }: VerifyOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const lines =
    history === undefined ? exportHistories(new CoordinatorClient(url)) : readHistoryFile(history, terminal);
  // The ledgers come second, so that they have whatever a history says is done.
  const told = await histories(lines);
  const ledgers = await readLedgers(ledger, terminal);
  const { findings, unchecked } = checkEffects(told, ledgers, participants);
  const report: EffectsReport = {
    sagas: told.sagas.length,
    effects: ledgers.effects.length,
    findings: [...checkChains(ledgers), ...findings],
    unchecked,
  };
  printAnswer(report, () => effectsText(report, terminal.style), { format }, terminal);
  return report.findings.length === 0 ? EXIT.ok : EXIT.faults;
}
