import { compile, type SagaDefinition } from '@saga/definition';
import fc from 'fast-check';
import { evolve } from './evolve.js';
import { addressOf, pathOf } from './names.js';
import { nodeOf, stoodSideBySide } from './path.js';
import type { SagaState } from './saga-state.js';
import { type Chance, chances } from './testing/chance.js';
import { type Change, changed, changes } from './testing/changed-definition.js';
import { randomDefinition } from './testing/random-definition.js';
import { Voyage } from './testing/voyage.js';
import { wayTaken } from './testing/way-taken.js';

/** A random saga, migrated in the middle of whatever happens to it, and at its end. */
interface Passage {
  definition: SagaDefinition;
  before: Chance[];
  changes: Change[];
  after: Chance[];
}

const passages = fc.record<Passage>({
  definition: randomDefinition,
  // Few enough for most to be still under way.
  before: chances.map((all) => all.slice(0, 15)),
  changes,
  after: chances,
});

/** Checks a promise over many random sagas that could be migrated. */
function promise(numRuns: number, check: (voyage: Voyage) => void): void {
  let moved = 0;
  fc.assert(
    fc.property(passages, ({ definition, before, changes, after }) => {
      const voyage = new Voyage(definition);
      for (const chance of before) voyage.undergo(chance);
      const next = changed(definition, changes);
      if (!voyage.migrate(compile(next.definition, 2), next.names)) return;
      moved++;
      try {
        for (const chance of after) voyage.undergo(chance);
        voyage.calmDown();
        check(voyage);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n\n${voyage.story.toString()}`, { cause: error });
      }
    }),
    { numRuns },
  );
  // What is always refused keeps every promise.
  expect(moved).toBeGreaterThan(numRuns / 20);
}

const effectsOf = (voyage: Voyage, path: string) =>
  voyage.participants.effectsOf(addressOf(voyage.state, path));
const isByHand = ({ acts }: Voyage) => acts.some(({ act }) => act !== 'retry');

/** Everything that participants were asked for, with what it is in the version that the saga runs now. */
const stepsOf = (voyage: Voyage) =>
  voyage.participants.steps.flatMap((address) => {
    const path = pathOf(voyage.state, address);
    const node = nodeOf(voyage.story.plan, path);
    return node?.kind === 'command' && node.role === 'step' ? [{ path, node }] : [];
  });

it('a saga that was migrated ends completed, compensated, or asking for a person', () => {
  promise(800, (voyage) => {
    if (voyage.isFinished) return;
    expect(voyage.state.status).toBe('needs-attention');
    expect(voyage.state.attention?.choices).not.toEqual([]);
  });
});

it('completed means: every step of the new version took effect exactly once, whenever it was done', () => {
  promise(1_500, (voyage) => {
    if (voyage.state.status !== 'completed' || isByHand(voyage)) return;
    const taken = new Set(wayTaken(voyage.state, voyage.story.plan.flow));
    for (const path of taken)
      expect({ path, ...effectsOf(voyage, path) }).toMatchObject({ path, done: 1, undone: 0 });
    for (const { path, node } of stepsOf(voyage)) {
      const { done, undone } = effectsOf(voyage, path);
      if (!taken.has(path) && node.compensation) expect({ path, done }).toEqual({ path, done: undone });
    }
  });
});

it('compensated means: effects and their undoing cancel out, and the pivot had no effect', () => {
  promise(1_500, (voyage) => {
    if (!voyage.state.status.startsWith('compensated') || isByHand(voyage)) return;
    for (const { path, node } of stepsOf(voyage)) {
      const { done, undone } = effectsOf(voyage, path);
      if (node.compensation) expect({ path, done }).toEqual({ path, done: undone });
      if (node.phase === 'pivot' || node.phase === 'retriable')
        expect({ path, done }).toEqual({ path, done: 0 });
    }
  });
});

it('no step is done late: all that comes before it was done when it began, or when the saga was migrated', () => {
  promise(1_500, (voyage) => {
    if (voyage.state.status !== 'completed' || isByHand(voyage)) return;
    const { events, plan } = voyage.story;
    const migration = events.findIndex(({ type }) => type === 'saga-migrated');
    const addresses = events.map((event, i) => {
      if (!('step' in event) || event.step === null) return null;
      return i < migration ? event.step : addressOf(voyage.state, event.step);
    });
    const when = (type: string, path: string) =>
      events.findIndex((event, i) => event.type === type && addresses[i] === addressOf(voyage.state, path));
    const way = wayTaken(voyage.state, plan.flow).map((path) => ({
      path,
      within: nodeOf(plan, path)!.within,
    }));
    way.forEach((later, i) => {
      const begun = Math.max(when('step-commanded', later.path), migration);
      for (const earlier of way.slice(0, i)) {
        if (stoodSideBySide(earlier, later)) continue;
        expect({ ...later, begun: begun > when('step-succeeded', earlier.path) }).toEqual({
          ...later,
          begun: true,
        });
      }
    });
  });
});

it('whatever participants were asked for is a step of the version that the saga runs', () => {
  promise(500, (voyage) => {
    for (const address of voyage.participants.steps)
      expect(nodeOf(voyage.story.plan, pathOf(voyage.state, address))?.kind).toBe('command');
  });
});

it('the history folds into the state, over versions', () => {
  promise(300, ({ decisions }) => {
    let folded: SagaState | null = null;
    for (const { events, state } of decisions) {
      folded = events.reduce<SagaState | null>(evolve, folded);
      expect({ ...folded, steps: [...folded!.steps] }).toEqual({ ...state, steps: [...state.steps] });
    }
  });
});
