import type { Style } from '../terminal.js';
import { visible } from '../terminal.js';
import type { Finding } from './finding.js';

export interface EffectsReport {
  sagas: number;
  effects: number;
  findings: Finding[];
  unchecked: string[];
}

/** What was found, a line each, and what was looked at. */
export function effectsText({ sagas, effects, findings, unchecked }: EffectsReport, style: Style): string {
  const lines = findings.map(
    ({ kind, place, message }) => `${style('red', kind)}: ${visible(place)} ${visible(message)}\n`,
  );
  const compared = `${effects} effects compared with ${sagas} sagas`;
  const verdict = findings.length === 0 ? style('green', 'ok') : style('red', `${findings.length} findings`);
  const rest = unchecked.length > 0 ? `not checked, no ledger: ${unchecked.join(', ')}\n` : '';
  return `${lines.join('')}${compared}: ${verdict}\n${rest}`;
}
