import fc from 'fast-check';
import type { OperatorAct } from '../saga-state.js';
import type { Luck } from './participants.js';

/** One thing that happens by chance to a saga under way; `which` picks among what is there. */
export type Chance =
  /** A command arrives, for the first time or `again`; the reply is on its way. */
  | { what: 'command'; which: number; luck: Luck; again: boolean }
  /** A reply arrives: any that was ever given, even one that arrived before. */
  | { what: 'reply'; which: number }
  /** Time passes and the saga is woken, whether it asked for it or not. */
  | { what: 'tick'; after: number }
  | { what: 'wake' }
  | { what: 'wake-too-early' }
  | { what: 'signal' }
  | { what: 'operator'; act: OperatorAct };

const which = fc.nat({ max: 1_000 });
const luck = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Luck>('success') },
  { weight: 1, arbitrary: fc.constant<Luck>('business') },
  { weight: 2, arbitrary: fc.constantFrom<Luck>('technical', 'hopeless', 'broken-after-effect') },
);
const again = fc.nat({ max: 3 }).map((n) => n === 0);
const act = fc.constantFrom<OperatorAct>('retry', 'retry', 'skip', 'cancel');

const chance: fc.Arbitrary<Chance> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ what: fc.constant('command' as const), which, luck, again }) },
  { weight: 8, arbitrary: fc.record({ what: fc.constant('reply' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('tick' as const), after: fc.nat({ max: 120 }) }) },
  { weight: 2, arbitrary: fc.constant<Chance>({ what: 'wake' }) },
  { weight: 1, arbitrary: fc.constant<Chance>({ what: 'wake-too-early' }) },
  { weight: 1, arbitrary: fc.constant<Chance>({ what: 'signal' }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('operator' as const), act }) },
);

export const chances: fc.Arbitrary<Chance[]> = fc.array(chance, { maxLength: 50, size: 'max' });
