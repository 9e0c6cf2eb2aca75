import { canonical, type Plan, type SagaDefinition } from '@saga/definition';
import type { VersionAnswer } from '../client/migration-answers.js';
import { needsOf } from './gate-needs.js';

/** A definition as it is to be deployed. */
export interface Here {
  file: string;
  plan: Plan;
}

/** A definition as the coordinator has it, with those of its versions that sagas run. */
export interface There {
  name: string;
  latest: number;
  definition: SagaDefinition;
  running: (VersionAnswer & { plan: Plan })[];
}

/** Something that the deployment would break, or that whoever deploys should know. */
export interface Concern {
  definition: string;
  /** The version that the sagas run; null when it is about none. */
  version: number | null;
  step: string | null;
  /** How many sagas it is about. */
  sagas: number;
  why: string;
  fix: string;
}

export interface Verdict {
  definition: string;
  here: 'new' | 'unchanged' | 'changed' | 'missing';
  latest: number | null;
  running: VersionAnswer[];
}

export interface GateCheck {
  verdicts: Verdict[];
  problems: Concern[];
  notes: Concern[];
}

/**
 * Compares the definitions that are to be deployed with those that sagas run. `partial` says that others are
 * deployed from elsewhere: those that are not here are left alone.
 */
export function checkGate(here: Here[], there: There[], { partial }: { partial: boolean }): GateCheck {
  const names = new Set(here.map(({ plan }) => plan.name));
  const registered = new Map(there.map((each) => [each.name, each]));
  const regarded = there.filter(({ name }) => names.has(name) || !partial);
  const found = here.map(({ plan }) => verdictOf(plan, registered.get(plan.name)));
  const missing = regarded.filter(({ name }) => !names.has(name));
  return {
    verdicts: [...found, ...missing.map(missingVerdict)].sort((a, b) =>
      a.definition < b.definition ? -1 : 1,
    ),
    problems: [
      ...twice(here),
      ...missing.flatMap(stranded),
      ...here.flatMap(({ plan }) => lostSagas(plan, names, partial ? registered : new Map())),
      ...regarded.filter(({ name }) => names.has(name)).flatMap((each) => lostNeeds(each, here, partial)),
      ...here.flatMap(({ plan }) => changedKeys(plan, registered.get(plan.name))),
    ],
    notes: [
      ...here.flatMap(({ plan }) => removedTriggers(plan, registered.get(plan.name))),
      ...missing.filter(({ running }) => running.length === 0).map(forgotten),
    ],
  };
}

function verdictOf({ name, definition }: Plan, there: There | undefined): Verdict {
  if (!there) return { definition: name, here: 'new', latest: null, running: [] };
  const { latest, running } = there;
  const isSame = canonical(definition) === canonical(there.definition);
  return { definition: name, here: isSame ? 'unchanged' : 'changed', latest, running };
}

function missingVerdict({ name, latest, running }: There): Verdict {
  return { definition: name, here: 'missing', latest, running };
}

function twice(here: Here[]): Concern[] {
  return here.flatMap(({ file, plan }, i) => {
    const first = here.findIndex((each) => each.plan.name === plan.name);
    if (first === i) return [];
    const why = `it is in ${here[first]!.file} and in ${file}`;
    return [concern(plan.name, { why, fix: 'remove one of them' })];
  });
}

function stranded({ name, running }: There): Concern[] {
  return running.flatMap(({ version, running: { sagas, at } }) => {
    const fix = 'keep it here until they have ended';
    const places = at.length > 0 ? at : [{ step: null, sagas }];
    return places.map(({ step, sagas }) => {
      return concern(name, { version, step, sagas, why: 'its sagas still run, and it is not here', fix });
    });
  });
}

/** Steps that are done by sagas of definitions that are nowhere. */
function lostSagas(plan: Plan, here: ReadonlySet<string>, elsewhere: ReadonlyMap<string, There>): Concern[] {
  return [...needsOf(plan).sagas].flatMap(([saga, step]) => {
    if (here.has(saga) || elsewhere.has(saga)) return [];
    const why = `the definition "${saga}", whose saga does this step, is not here`;
    return [concern(plan.name, { step, why, fix: `put "${saga}" here` })];
  });
}

/** What running sagas need, and no definition here names any more: its owner may think that it can go. */
function lostNeeds({ name, running }: There, here: Here[], partial: boolean): Concern[] {
  if (partial) return [];
  const needs = here.map(({ plan }) => needsOf(plan));
  const sagasHere = new Set(here.map(({ plan }) => plan.name));
  return running.flatMap(({ version, plan, running: { sagas } }) => {
    const needed = needsOf(plan);
    return [
      ...[...needed.participants]
        .filter(([participant]) => !needs.some(({ participants }) => participants.has(participant)))
        .map(([participant, step]) => {
          const why = `needs the participant "${participant}", which no definition here names any more`;
          const fix = `keep "${participant}" running until these sagas have ended`;
          return concern(name, { version, step, sagas, why, fix });
        }),
      ...[...needed.sagas]
        .filter(([saga]) => !sagasHere.has(saga))
        .map(([saga, step]) => {
          const why = `needs the definition "${saga}", which is not here any more`;
          return concern(name, {
            version,
            step,
            sagas,
            why,
            fix: `keep "${saga}" until these sagas have ended`,
          });
        }),
    ];
  });
}

/** The id of a saga follows from the key of its event: with another one, an event that comes again starts a second saga. */
function changedKeys({ name, definition: { startOn = [] } }: Plan, there: There | undefined): Concern[] {
  return (there?.definition.startOn ?? []).flatMap(({ event, topic, key }) => {
    const now = startOn.find((each) => each.event === event && each.topic === topic);
    if (!now || now.key === key) return [];
    const why = `the key of ${event} on ${topic} was ${key} and is ${now.key}: an event that comes again would start a second saga`;
    return [concern(name, { why, fix: 'keep the key, or give the definition another name' })];
  });
}

function removedTriggers({ name, definition: { startOn = [] } }: Plan, there: There | undefined): Concern[] {
  return (there?.definition.startOn ?? []).flatMap(({ event, topic }) => {
    if (startOn.some((each) => each.event === event && each.topic === topic)) return [];
    return [
      concern(name, {
        why: `${event} on ${topic} will start no saga any more`,
        fix: 'see that this is meant',
      }),
    ];
  });
}

function forgotten({ name }: There): Concern {
  const why = 'it is not here, and new sagas of it can still start';
  return concern(name, { why, fix: `sagactl deactivate ${name}` });
}

function concern(definition: string, about: Partial<Concern> & Pick<Concern, 'why' | 'fix'>): Concern {
  return { definition, version: null, step: null, sagas: 0, ...about };
}
