import fc from 'fast-check';
import { Discovery, type Findings, type Observation } from './discovery.js';

jest.setTimeout(60_000);

const FLOWS = 400;
const HOUR = 3_600_000;

/** The parents of each node of a graph without circles, in which all comes after node 0. */
const graph = fc
  .integer({ min: 2, max: 8 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size - 1 }, (_, i) =>
        fc.uniqueArray(fc.nat(i), { minLength: 1, maxLength: 3 }),
      ),
    ),
  );

/** Chance in [0, 1), the same for the same seed (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The events of many flows along the graph, as they arrive: late, twice, in disorder, and some never. */
function traffic(parents: number[][], seed: number): Observation[] {
  const chance = chanceFrom(seed);
  // From a millisecond to ten seconds, so that whatever goes side by side comes in any order.
  const delay = () => 10 ** (4 * chance());
  const arriving: { at: number; event: Observation }[] = [];
  for (let flow = 0; flow < FLOWS; flow++) {
    const times = [flow * 7_000 + 1_000 * chance()];
    for (const before of parents) times.push(Math.max(...before.map((each) => times[each]!)) + 1 + delay());
    const isDisturbed = chance() < 0.02;
    const disturbed = Math.floor(chance() * times.length);
    times.forEach((time, node) => {
      if (isDisturbed && node === disturbed) {
        if (chance() < 0.5) return;
        time += 20_000 * (chance() - 0.5);
      }
      const event = eventOf(node, flow, time, chance);
      arriving.push({ at: time + 5_000 * chance(), event });
      if (chance() < 0.05) arriving.push({ at: time + HOUR * chance(), event });
    });
  }
  return arriving.sort((a, b) => a.at - b.at).map(({ event }) => event);
}

const eventOf = (node: number, flow: number, time: number, chance: () => number): Observation => ({
  topic: `topic${node % 3}`,
  type: `type.${node}`,
  id: `${node}:${flow}`,
  time,
  key: `customer-${flow % 40}`,
  headers: { ce_source: `service${node % 3}` },
  data: {
    [`flow${node % 2}`]: `f-${flow}`,
    customer: `customer-${flow % 40}`,
    amount: Math.floor(100 * chance()),
  },
});

/** By node the last of its ancestors, as the graph itself has them. */
function reductionOf(parents: number[][]): number[][] {
  const ancestors: Set<number>[] = [new Set()];
  for (const before of parents)
    ancestors.push(new Set(before.flatMap((each) => [each, ...ancestors[each]!])));
  return ancestors.map((all) =>
    [...all].filter((one) => ![...all].some((other) => ancestors[other]!.has(one))).sort((a, b) => a - b),
  );
}

function discover(events: Observation[]): Findings {
  const discovery = new Discovery({ sample: 1_500 });
  events.forEach((event) => discovery.observe(event));
  return discovery.findings();
}

const nodeOf = ({ activities }: Findings, activity: number) =>
  Number(activities[activity]!.type.slice('type.'.length));

it('finds what comes after what, whatever the graph, through jitter, repetitions, disorder and noise', () => {
  fc.assert(
    fc.property(graph, fc.integer(), (parents, seed) => {
      const findings = discover(traffic(parents, seed));
      const after: number[][] = [];
      for (const { activity, after: before } of findings.process!.activities)
        after[nodeOf(findings, activity)] = before
          .map((each) => nodeOf(findings, each.activity))
          .sort((a, b) => a - b);
      expect(after).toEqual(reductionOf(parents));
      expect(findings.process!.activities.every(({ isOptional, fails }) => !isOptional && !fails)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it('finds the field that names the flow among those that do not, and counts each event once', () => {
  fc.assert(
    fc.property(graph, fc.integer(), (parents, seed) => {
      const events = traffic(parents, seed);
      const findings = discover(events);
      const types = [...Array(parents.length + 1).keys()];
      const found = findings.activities.map((each) => [each.type, each.key.key]).sort();
      expect(found).toEqual(types.map((node) => [`type.${node}`, `event.data.flow${node % 2}`]));
      expect(findings.repetitions).toBe(events.length - new Set(events).size);
      expect(findings.flows + findings.unfinished.count).toBe(FLOWS);
    }),
    { numRuns: 10 },
  );
});
