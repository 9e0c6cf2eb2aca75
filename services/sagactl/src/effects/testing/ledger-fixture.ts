import { type Direction, type EffectEntry, FIRST_LINK, linkHash } from '@saga/contracts';
import type { ExportedEffect, Ledgers } from '../exported-ledger.js';

/** An effect as a spec tells it. */
export interface ToldEffect {
  participant: string;
  sagaId: string;
  step: string;
  direction: Direction;
  attempt?: number;
  command?: string;
  time?: string;
}

/** The ledgers in which these effects were entered one after the other, each participant's in one chain. */
export function ledgersOf(told: ToldEffect[]): Ledgers {
  const effects: ExportedEffect[] = [];
  for (const { participant, ...effect } of told) {
    const before = effects.findLast((each) => each.participant === participant);
    const { attempt = 1, command = `${participant}.work`, time = '2026-01-31T12:00:00.000Z' } = effect;
    const commandId = `${effect.sagaId}:${effect.step}:${effect.direction}:${attempt}`;
    const entry: EffectEntry = {
      ...{ participant, chain: 0, ...effect, attempt, command, commandId, time, effect: commandId },
    };
    const previous = before?.hash ?? FIRST_LINK;
    const position = (before?.position ?? 0) + 1;
    effects.push({
      ...{
        kind: 'effect',
        participant,
        chain: 0,
        position,
        entry,
        previous,
        hash: linkHash(entry, previous),
      },
    });
  }
  const participants = [...new Set(effects.map(({ participant }) => participant))];
  const ends = participants.map((participant) => {
    const { position: length, hash } = effects.findLast((each) => each.participant === participant)!;
    return { kind: 'chain-end' as const, participant, chain: 0, length, hash };
  });
  return { effects, ends };
}
