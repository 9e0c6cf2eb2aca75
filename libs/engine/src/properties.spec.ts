import fc from 'fast-check';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import { isFinished, isInFlight, type SagaState } from './saga-state.js';
import { nodeOf, stoodSideBySide } from './path.js';
import { Steps } from './steps.js';
import { type Chance, chances } from './testing/chance.js';
import { randomDefinition } from './testing/random-definition.js';
import { Voyage } from './testing/voyage.js';
import { wayTaken } from './testing/way-taken.js';

/** Checks a promise over many random sagas; a failure tells the story of the simplest one that breaks it. */
function promise(numRuns: number, check: (voyage: Voyage, chances: Chance[]) => void): void {
  fc.assert(
    fc.property(randomDefinition, chances, (definition, happenings) => {
      const voyage = new Voyage(definition);
      try {
        for (const chance of happenings) voyage.undergo(chance);
        check(voyage, happenings);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n\n${voyage.story.toString()}`, { cause: error });
      }
    }),
    { numRuns },
  );
}

/** The steps that were to do something, by their paths, with their nodes. */
const stepsOf = (voyage: Voyage) =>
  [...new Set([...voyage.participants.steps, ...[...voyage.state.steps].map(({ path }) => path)])].flatMap(
    (path) => {
      const node = nodeOf(voyage.story.plan, path);
      return node?.kind === 'command' && node.role === 'step' ? [{ path, node }] : [];
    },
  );
const sentFor = (voyage: Voyage, step: string, direction: 'do' | 'undo') =>
  voyage.story.sent.filter((address) => address.startsWith(`${direction === 'undo' ? 'undo ' : ''}${step}#`));
const acted = (voyage: Voyage, act: string, step?: string) =>
  voyage.acts.some((each) => each.act === act && (step === undefined || each.step === step));

describe('once participants answer and time goes on', () => {
  const ended = (numRuns: number, check: (voyage: Voyage) => void) =>
    promise(numRuns, (voyage) => {
      voyage.calmDown();
      check(voyage);
    });

  it('every saga ends completed, compensated, or asking for a person with something to choose from', () => {
    ended(1_000, (voyage) => {
      if (voyage.isFinished) return;
      expect(voyage.state.status).toBe('needs-attention');
      expect(voyage.state.attention?.choices).not.toEqual([]);
    });
  });

  it('a person who retries, and skips what still fails, brings every saga to its end', () => {
    ended(1_000, (voyage) => {
      for (let act = 0; !voyage.isFinished && act < 40; act++) {
        voyage.operate(act % 2 === 0 ? 'retry' : 'skip');
        voyage.calmDown();
      }
      expect(voyage.isFinished).toBe(true);
    });
  });

  it('completed means: every step on its way took effect exactly once, and that of every other is undone', () => {
    ended(1_500, (voyage) => {
      if (voyage.state.status !== 'completed') return;
      const taken = new Set(wayTaken(voyage.state, voyage.story.plan.flow));
      for (const path of taken) {
        const { done, undone } = voyage.participants.effectsOf(path);
        expect(undone).toBe(0);
        if (acted(voyage, 'skip', path)) expect(done).toBeLessThanOrEqual(1);
        else expect(done).toBe(1);
      }
      for (const { path, node } of stepsOf(voyage)) {
        if (taken.has(path) || acted(voyage, 'skip', path)) continue;
        const { done, undone } = voyage.participants.effectsOf(path);
        if (node.compensation) expect(done).toBe(undone);
      }
    });
  });

  it('compensated means: effects and their undoing cancel out, and the pivot had no effect', () => {
    ended(1_500, (voyage) => {
      if (!isCompensated(voyage)) return;
      for (const { path, node } of stepsOf(voyage)) {
        const { done, undone } = voyage.participants.effectsOf(path);
        if (node.phase === 'aftermath') continue;
        if (node.verification && voyage.state.status === 'compensated-verified') expect(done).toBe(undone);
        if (node.compensation && !acted(voyage, 'skip', path)) expect(done).toBe(undone);
        if (node.phase !== 'compensable' && !acted(voyage, 'cancel')) expect(done).toBe(0);
      }
    });
  });

  it('compensated means: just the steps that may have had an effect were undone', () => {
    ended(1_500, (voyage) => {
      if (!isCompensated(voyage)) return;
      for (const { path, node } of stepsOf(voyage)) {
        if (node.phase === 'aftermath') continue;
        const attempts = sentFor(voyage, path, 'do').length;
        const refusedAtOnce = voyage.story.events.some(
          (event) =>
            event.type === 'step-failed' &&
            event.step === path &&
            event.direction === 'do' &&
            event.kind === 'business',
        );
        const isNever = voyage.story.events.some(
          (event) => event.type === 'step-failed' && event.step === path && event.kind === 'never',
        );
        const leftNothing = attempts === 0 || (attempts === 1 && refusedAtOnce) || isNever;
        expect(sentFor(voyage, path, 'undo').length > 0).toBe(node.compensation !== null && !leftNothing);
      }
    });
  });
});

describe('whatever happens', () => {
  it('of two steps the later is undone first, unless they stood side by side, or may be undone in any order', () => {
    promise(1_500, (voyage) => {
      const firsts = voyage.story.sent.filter((address) => address.endsWith('#1'));
      const steps = stepsOf(voyage).filter(({ path }) => firsts.includes(`undo ${path}#1`));
      for (const earlier of steps) {
        for (const later of steps) {
          const [begun, undone] = [
            firsts.indexOf(`${later.path}#1`),
            firsts.indexOf(`undo ${earlier.path}#1`),
          ];
          const isLater = firsts.indexOf(`${earlier.path}#1`) < begun && begun < undone;
          if (isLater && mustKeepOrder(voyage, earlier, later))
            expect(firsts.indexOf(`undo ${later.path}#1`)).toBeLessThan(undone);
        }
      }
    });
  });

  it('nothing is undone after the pivot has succeeded, unless a person gave the pivot up', () => {
    promise(1_000, (voyage) => {
      const pivot = stepsOf(voyage).find(({ node }) => node.phase === 'pivot')?.path;
      const { events } = voyage.story;
      const done = events.findIndex((event) => event.type === 'step-succeeded' && event.step === pivot);
      if (done < 0 || acted(voyage, 'cancel')) return;
      expect(
        events.slice(done).filter((event) => 'direction' in event && event.direction === 'undo'),
      ).toEqual([]);
    });
  });

  it('a step is never commanded again after its success', () => {
    promise(1_000, ({ story }) => {
      const succeeded = new Set<string>();
      const again = story.events.filter((event) => {
        if (event.type === 'step-succeeded') succeeded.add(`${event.direction} ${event.step}`);
        return event.type === 'step-commanded' && succeeded.has(`${event.direction} ${event.step}`);
      });
      expect(again).toEqual([]);
    });
  });

  it('a reply that arrives again, and a tick before its time, change nothing', () => {
    promise(1_000, ({ decisions }) => {
      const idle = decisions.filter(({ isRepeatedReply, isTooEarly }) => isRepeatedReply || isTooEarly);
      expect(idle.flatMap(({ events, effects }) => [...events, ...effects])).toEqual([]);
    });
  });

  it('a saga with anything due asks to be woken', () => {
    promise(1_000, ({ decisions }) => {
      const asleep = decisions.filter(({ state, nextWake }) => nextWake === null && hasSomethingDue(state));
      expect(asleep).toEqual([]);
    });
  });

  it('the history folds into the state at every point, one revision an event', () => {
    promise(500, ({ decisions }) => {
      let folded: SagaState | null = null;
      let revision = 0;
      for (const { events, state } of decisions) {
        folded = events.reduce<SagaState | null>(evolve, folded);
        revision += events.length;
        expect(plain(folded!)).toEqual(plain(state));
        expect(state.revision).toBe(revision);
      }
    });
  });

  it('the same inputs give the same decisions, in whatever order the store gives the steps back', () => {
    promise(500, ({ story, decisions }) => {
      let state: SagaState | null = null;
      story.inputs.forEach((input, i) => {
        const decision = decide(story.plan, state && stored(state), input);
        const { events, effects, ignored } = decisions[i]!;
        expect({ ...decision, state: plain(decision.state) }).toEqual({
          state: plain(decisions[i]!.state),
          events,
          effects,
          ignored,
        });
        state = decision.state;
      });
    });
  });

  it('every message and every tick may be handled twice: the end is the same', () => {
    promise(500, ({ story }) => {
      let state: SagaState | null = null;
      for (const input of story.inputs) {
        const once: SagaState = decide(story.plan, state, input).state;
        // Who decides twice, or sends two signals, has done so: the second may be about another step.
        const isByHand = input.type === 'operator' || input.type === 'signal';
        state = isByHand ? once : decide(story.plan, once, input).state;
      }
      expect(plain(state!)).toEqual(plain(story.state!));
    });
  });
});

function hasSomethingDue(state: SagaState): boolean {
  if (isFinished(state.status)) return false;
  return [...state.steps]
    .flatMap((step) => [step.action, step.compensation])
    .some((execution) => execution !== null && isInFlight(execution) && execution.dueAt !== null);
}

function isCompensated({ state }: Voyage): boolean {
  return state.status === 'compensated' || state.status === 'compensated-verified';
}

type Step = ReturnType<typeof stepsOf>[number];

/** Whether the order of two steps has to be kept backwards. Flows that can be done without are undone each by itself. */
function mustKeepOrder({ story }: Voyage, earlier: Step, later: Step): boolean {
  const { order } = story.plan.compensation;
  if (earlier.node.isCommutative || later.node.isCommutative) return false;
  if (order === 'custom') return false;
  const [a, b] = [earlier, later].map(({ path, node }) => ({ path, within: node.within }));
  const isApart = stoodSideBySide(a!, b!);
  const isDispensable = [...story.plan.nodes.values()].some(
    (node) => node.kind === 'parallel' && node.join < node.branches.length,
  );
  return !isApart || (order === 'reverse' && !isDispensable);
}

/** A state as it can be compared: equal collections may be made differently. */
function plain(state: SagaState) {
  return { ...state, steps: [...state.steps] };
}

/** A state as a database gives it back: a copy, its steps in another order. */
function stored(state: SagaState): SagaState {
  const steps = Steps.of(copy([...state.steps].reverse()));
  return { ...copy({ ...state, steps: null }), steps };
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
