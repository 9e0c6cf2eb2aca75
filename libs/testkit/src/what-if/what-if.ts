import type { JsonObject } from '@saga/contracts';
import {
  compile,
  type Duration,
  isUndoable,
  milliseconds,
  parseDefinition,
  type Plan,
  type SagaDefinition,
} from '@saga/definition';
import { chance, span } from './chance.js';
import { type Fault, readFault } from './fault.js';
import { Forecast } from './forecast.js';
import { Happenings } from './happenings.js';
import { Participants } from './participants.js';
import { Simulation } from './simulation.js';
import { Tally } from './tally.js';

export interface WhatIfOptions {
  /** How many sagas begin, on average: `20/s`, `5/m`, `100/h`. */
  rate: string;
  /** For how long they do. */
  during: Duration;
  /** For how long is looked on when no more begin; default half of `during`. */
  then?: Duration;
  /**
   * What goes wrong: `payments down 20m at 10m`, `payments slow 2x for 20m at 10m`, `payments.charge declines 5%`, or
   * several of these. Without a time, it does from the start to the end.
   */
  fault?: string | readonly string[];
  /** How participants work; by default 10 commands at a time, each of which takes 50ms on average. */
  participants?: Record<string, { service?: Duration; concurrency?: number }>;
  /** The input of each saga. */
  input?: JsonObject;
  /** What commands give, by their names; default `{}`. */
  outputs?: Record<string, JsonObject>;
  /** The definitions of the sagas that its steps start. */
  sagas?: readonly (string | SagaDefinition)[];
  /** Where chance begins; default 1. The same seed gives the same forecast. */
  seed?: number;
  /** How many intervals the forecast has; default 30. */
  intervals?: number;
}

/** The sagas' time begins with 2026: any time will do, as long as it is always the same. */
const EPOCH = Date.parse('2026-01-01T00:00:00Z');

/**
 * Simulates many sagas at once, with participants that do only so much at a time, and a fault: how many wait, time out
 * and are undone, over time. The engine moves every one of them. Nobody answers what waits for events, signals and
 * people.
 * @param definition as YAML or JSON text, or as an object
 * Throws InvalidDefinition, and RangeError when an option can't be read, or does not fit the definition.
 */
export function whatIf(definition: string | SagaDefinition, options: WhatIfOptions): Forecast {
  const { input = {}, seed = 1, intervals = 30 } = options;
  const plan = read(definition);
  const plans = new Map([plan, ...(options.sagas ?? []).map(read)].map((each) => [each.name, each]));
  const during = milliseconds(options.during);
  const end = during + (options.then ? milliseconds(options.then) : during / 2);
  const faults = [options.fault ?? []].flat().map(readFault);
  const names = participantsOf(plans.values());
  for (const who of [...faults.map((fault) => fault.who), ...Object.keys(options.participants ?? {})])
    requireKnown(who, names);
  const happenings = new Happenings();
  const participants = new Participants(
    happenings,
    workshopsOf(options),
    options.outputs ?? {},
    faults,
    seed,
  );
  const tally = new Tally(end / intervals, intervals, () => participants.waiting);
  const simulation = new Simulation(plans, happenings, participants, tally, EPOCH);
  const gap = gapOf(options.rate);
  const next = chance(seed);
  // Each plans the next: all of them at once would lie in the way of what happens meanwhile.
  const begin = (after: number, count: number) => {
    const at = after + span(gap, next);
    if (at >= during) return;
    happenings.add(at, () => {
      simulation.start({ sagaId: `${plan.name}-${count}`, definition: plan.name, input });
      begin(at, count + 1);
    });
  };
  begin(0, 1);
  simulation.run(end);
  const title = [`${plan.name}: ${options.rate} for ${options.during}`, ...[options.fault ?? []].flat()];
  return new Forecast(title.join(', '), end / intervals, tally.intervals, faults);
}

function read(definition: string | SagaDefinition): Plan {
  return compile(typeof definition === 'string' ? parseDefinition(definition) : definition, 1);
}

/** The milliseconds from one start to the next. */
function gapOf(rate: string): number {
  const [, count, unit] = /^([\d.]+)\/(s|m|h)$/.exec(rate) ?? [];
  if (!(Number(count) > 0)) throw new RangeError(`rate: "${rate}" is none, write 20/s, 5/m or 100/h`);
  return milliseconds(`1${unit!}`) / Number(count);
}

function workshopsOf({ participants = {} }: WhatIfOptions) {
  const workshops = Object.entries(participants).map(([name, { service, concurrency = 10 }]) => {
    if (!(concurrency >= 1)) throw new RangeError(`concurrency of ${name}: must be 1 or more`);
    return [name, { service: milliseconds(service ?? '50ms'), concurrency }] as const;
  });
  const known = new Map(workshops);
  return (name: string) => known.get(name) ?? { service: 50, concurrency: 10 };
}

/** The names of the participants, and of their commands. */
function participantsOf(plans: Iterable<Plan>): Set<string> {
  const names = [...plans].flatMap((plan) =>
    [...plan.nodes.values()].flatMap((node) => {
      const action = node.kind === 'command' ? node.action : null;
      const compensation = isUndoable(node) ? node.compensation : null;
      return [action, compensation].flatMap((planned) =>
        planned ? [planned.participant, planned.command] : [],
      );
    }),
  );
  return new Set(names);
}

function requireKnown(who: Fault['who'], names: ReadonlySet<string>): void {
  if (!names.has(who))
    throw new RangeError(`there is no participant or command ${who}, only ${[...names].join(', ')}`);
}
