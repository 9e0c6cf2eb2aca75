import type { Direction } from '@saga/engine';
import type { ExpectedEffect } from './expected-effects.js';
import type { ExportedEffect } from './exported-ledger.js';
import type { Finding, FindingKind } from './finding.js';

const WORDS: Record<Direction, { what: string; doubled: FindingKind; unexpected: FindingKind }> = {
  do: { what: 'took effect', doubled: 'doubled-effect', unexpected: 'unexpected-effect' },
  undo: { what: 'was undone', doubled: 'doubled-compensation', unexpected: 'unexpected-compensation' },
};

/**
 * Compares what one saga has asked for with the effects that ledgers have of it.
 * @param isLater whether an effect was entered later than the history goes
 */
export function checkSaga(
  saga: string,
  expected: ExpectedEffect[],
  effects: ExportedEffect[],
  isLater: (effect: ExportedEffect) => boolean,
): Finding[] {
  const left = new Map<string, ExportedEffect[]>();
  for (const effect of effects) {
    const key = keyOf(effect.entry);
    left.set(key, [...(left.get(key) ?? []), effect]);
  }
  const findings: Finding[] = [];
  const find = (kind: FindingKind, step: string, message: string) =>
    findings.push({ kind, place: `saga ${saga}, step ${step}`, message });
  const done = new Set(effects.flatMap(({ entry }) => (entry.direction === 'do' ? [entry.step] : [])));

  for (const { step, direction, participant, expectation } of expected) {
    const key = keyOf({ step, direction });
    const found = left.get(key) ?? [];
    left.delete(key);
    const { what, doubled, unexpected } = WORDS[direction];
    if (found.length > 1)
      find(doubled, step, `${what} ${found.length} times: ${found.map(placeOf).join('; ')}`);
    if (expectation === 'not-done' && found[0] && !isLater(found[0]))
      find(unexpected, step, `${what}, though it failed: ${placeOf(found[0])}`);
    if (expectation !== 'done' || found.length > 0) continue;
    if (direction === 'do') find('lost-effect', step, `is done, but ${participant} has no effect of it`);
    // What has taken no effect is undone without one.
    else if (done.has(step))
      find('missing-compensation', step, `is undone, but ${participant} has undone nothing`);
  }
  for (const effect of [...left.values()].flat().filter((each) => !isLater(each))) {
    const { step, direction } = effect.entry;
    const { what, unexpected } = WORDS[direction];
    find(unexpected, step, `${what}, though nobody asked for it: ${placeOf(effect)}`);
  }
  return findings;
}

/** Where an effect is entered. */
export function placeOf({ participant, chain, position }: ExportedEffect): string {
  return `${participant}, chain ${chain}, entry ${position}`;
}

function keyOf({ step, direction }: { step: string; direction: Direction }): string {
  return `${direction} ${step}`;
}
