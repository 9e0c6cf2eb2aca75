import { FIRST_LINK, linkHash } from '@saga/contracts';
import { checkChains } from './check-chains.js';
import type { ExportedEffect, Ledgers } from './exported-ledger.js';
import { ledgersOf } from './testing/ledger-fixture.js';

const orders = ['order-1', 'order-2', 'order-3', 'order-4'];
const whole = () =>
  ledgersOf(
    ['payments', 'stock'].flatMap((participant) =>
      orders.map((sagaId) => ({ participant, sagaId, step: 'work', direction: 'do' as const })),
    ),
  );
/** The third entry of payments. */
const third = ({ effects }: Ledgers) => effects[2]!;

/** What is found when somebody has tampered with sound ledgers. */
function foundAfter(tamper: (ledgers: Ledgers) => Ledgers | void): string[] {
  const ledgers = whole();
  return checkChains(tamper(ledgers) ?? ledgers).map(({ kind, place }) => `${kind} ${place}`);
}

/** Computes an entry's own hash anew, as somebody would who knows how. */
function relink(effect: ExportedEffect): void {
  effect.hash = linkHash(effect.entry, effect.previous);
}

describe('the chains of a ledger', () => {
  it('are sound as they were written, in whichever order they are read', () => {
    expect(checkChains(whole())).toEqual([]);
    expect(foundAfter(({ effects, ends }) => ({ effects: effects.reverse(), ends }))).toEqual([]);
  });

  it('are sound when they are read from two places', () => {
    const [{ effects, ends }, copy] = [whole(), whole()];
    expect(checkChains({ effects: [...effects, ...copy.effects], ends: [...ends, ...copy.ends] })).toEqual(
      [],
    );
  });

  it('are sound when a copy of an earlier time lies beside them', () => {
    const [{ effects, ends }, early] = [whole(), ledgersOf([])];
    const ofThen = { ...ends[0]!, length: 2, hash: effects[1]!.hash };
    expect(checkChains({ effects, ends: [...ends, ...early.ends, ofThen] })).toEqual([]);
  });

  it.each<[string, (ledgers: Ledgers) => Ledgers | void, string[]]>([
    [
      'an entry was changed',
      (ledgers) => void (third(ledgers).entry.effect = 'another'),
      ['changed-entry payments, chain 0, entry 3'],
    ],
    [
      'an entry was changed, and its hash as well',
      (ledgers) => {
        third(ledgers).entry.sagaId = 'order-9';
        relink(third(ledgers));
      },
      ['broken-link payments, chain 0, entry 4'],
    ],
    [
      'an entry was removed',
      ({ effects, ends }) => ({ effects: effects.filter((_, i) => i !== 2), ends }),
      ['missing-entry payments, chain 0, entry 3'],
    ],
    [
      'an entry was removed, and those after it moved up',
      ({ effects, ends }) => ({
        effects: effects
          .filter((_, i) => i !== 2)
          .map((each, i) => (i === 2 ? { ...each, position: 3 } : each)),
        ends,
      }),
      ['broken-link payments, chain 0, entry 3', 'cut-chain payments, chain 0, entry 4'],
    ],
    [
      'the end was cut off',
      ({ effects, ends }) => ({ effects: effects.filter((_, i) => i !== 3), ends }),
      ['cut-chain payments, chain 0, entry 4'],
    ],
    [
      'all of it was removed',
      ({ effects, ends }) => ({
        effects: effects.filter(({ participant }) => participant !== 'payments'),
        ends,
      }),
      ['cut-chain payments, chain 0, entry 1'],
    ],
    [
      'the end was written anew',
      ({ effects }) => {
        effects[3]!.entry.effect = 'another';
        relink(effects[3]!);
      },
      ['broken-link payments, chain 0, entry 4'],
    ],
    [
      'an entry was put in',
      ({ effects, ends }) => ({ effects: [...effects, { ...effects[3]!, hash: FIRST_LINK }], ends }),
      ['forked-chain payments, chain 0, entry 4'],
    ],
    [
      'entries were exchanged',
      ({ effects }) => {
        [effects[1]!.position, effects[2]!.position] = [3, 2];
      },
      [
        'broken-link payments, chain 0, entry 2',
        'broken-link payments, chain 0, entry 3',
        'broken-link payments, chain 0, entry 4',
      ],
    ],
    [
      'an entry was moved to the ledger of another',
      ({ effects }) => void (effects[3]!.participant = 'stock'),
      [
        'cut-chain payments, chain 0, entry 4',
        'broken-link stock, chain 0, entry 4',
        'changed-entry stock, chain 0, entry 4',
        'forked-chain stock, chain 0, entry 4',
        'broken-link stock, chain 0, entry 4',
      ],
    ],
  ])('show that %s', (_what, tamper, found) => {
    expect(foundAfter(tamper)).toEqual(found);
  });
});
