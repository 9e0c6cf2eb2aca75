import { compile, type Plan } from '@saga/definition';
import { checkSaga, placeOf } from './check-saga.js';
import { type ExpectedEffect, expectedEffects } from './expected-effects.js';
import type { ExportedDefinition, ExportedSaga } from './exported-history.js';
import type { ExportedEffect, Ledgers } from './exported-ledger.js';
import type { Finding } from './finding.js';

/** Histories of sagas, as they were at a time, with the definitions by which they have gone. */
export interface Histories {
  /** Milliseconds since the epoch. */
  at: number;
  definitions: ExportedDefinition[];
  sagas: ExportedSaga[];
}

export interface Checked {
  findings: Finding[];
  /** Participants that sagas have asked for something, but of which there is no ledger. */
  unchecked: string[];
}

/** The coordinator's own participant, which keeps no ledger. */
const LOCKS = 'locks';

/**
 * Compares what ledgers have with what histories say. The ledgers must have been read after the histories; what was
 * entered later than the histories go is not held against them.
 * @param participants those that have to have a ledger
 */
export function checkEffects(
  { at, definitions, sagas }: Histories,
  ledgers: Ledgers,
  participants: readonly string[],
): Checked {
  const findings: Finding[] = [];
  const withLedger = new Set([
    ...participants,
    ...[...ledgers.effects, ...ledgers.ends].map(({ participant }) => participant),
  ]);
  const unchecked = new Set<string>();
  const isLater = ({ entry }: ExportedEffect) => Date.parse(entry.time) > at;
  const left = bySaga(ledgers.effects);
  const planOf = planner(definitions);
  for (const saga of sagas) {
    const effects = left.get(saga.id) ?? [];
    left.delete(saga.id);
    let expected: ExpectedEffect[];
    try {
      expected = expectedEffects(saga, (version) => planOf(saga.definition, version));
    } catch (error) {
      const message = `has a history that can't be: ${(error as Error).message}`;
      findings.push({ kind: 'broken-history', place: `saga ${saga.id}`, message });
      continue;
    }
    for (const { participant } of expected)
      if (!withLedger.has(participant) && participant !== LOCKS) unchecked.add(participant);
    const checked = expected.filter(({ participant }) => withLedger.has(participant));
    findings.push(...checkSaga(saga.id, checked, effects, isLater));
  }
  for (const effect of [...left.values()].flat().filter((each) => !isLater(each))) {
    const message = `is of saga ${effect.entry.sagaId}, which nobody knows`;
    findings.push({ kind: 'effect-without-saga', place: placeOf(effect), message });
  }
  return { findings, unchecked: [...unchecked].sort() };
}

/** The effects of each saga; an entry that comes from two sources is one. */
function bySaga(effects: ExportedEffect[]): Map<string, ExportedEffect[]> {
  const seen = new Set<string>();
  const sagas = new Map<string, ExportedEffect[]>();
  for (const effect of effects) {
    const identity = `${placeOf(effect)}, ${effect.hash}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    const { sagaId } = effect.entry;
    const own = sagas.get(sagaId);
    if (own) own.push(effect);
    else sagas.set(sagaId, [effect]);
  }
  return sagas;
}

function planner(definitions: ExportedDefinition[]): (name: string, version: number) => Plan {
  const written = new Map(definitions.map((each) => [`${each.name}@${each.version}`, each.definition]));
  const plans = new Map<string, Plan>();
  return (name, version) => {
    const key = `${name}@${version}`;
    const definition = written.get(key);
    if (!definition) throw new Error(`it goes by ${key}, which is not among the definitions`);
    const plan = plans.get(key) ?? compile(definition, version);
    plans.set(key, plan);
    return plan;
  };
}
