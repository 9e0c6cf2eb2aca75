import fc from 'fast-check';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import { isInFlight, type SagaState } from './saga-state.js';
import { Steps } from './steps.js';
import { type Chance, chances } from './testing/chance.js';
import { randomDefinition, stepsTaken } from './testing/random-definition.js';
import { Voyage } from './testing/voyage.js';

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

const stepsOf = (voyage: Voyage) => [...voyage.story.plan.commands.values()];
const sentFor = (voyage: Voyage, step: string, direction: 'do' | 'undo') =>
  voyage.story.effects.filter(
    (effect) => effect.type === 'send-command' && effect.step === step && effect.direction === direction,
  );
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

  it('completed means: every step on its way took effect exactly once, no other did, and nothing was undone', () => {
    ended(1_500, (voyage) => {
      if (voyage.state.status !== 'completed') return;
      const taken = new Set(stepsTaken(voyage.story.plan.definition.steps));
      for (const { path } of stepsOf(voyage)) {
        const { done, undone } = voyage.participants.effectsOf(path);
        expect(undone).toBe(0);
        if (!taken.has(path)) expect(done).toBe(0);
        else if (acted(voyage, 'skip', path)) expect(done).toBeLessThanOrEqual(1);
        else expect(done).toBe(1);
      }
    });
  });

  it('compensated means: effects and their undoing cancel out, and the pivot had no effect', () => {
    ended(1_500, (voyage) => {
      if (voyage.state.status !== 'compensated') return;
      for (const { path, compensation, phase } of stepsOf(voyage)) {
        const { done, undone } = voyage.participants.effectsOf(path);
        if (compensation && !acted(voyage, 'skip', path)) expect(done).toBe(undone);
        if (phase !== 'compensable' && !acted(voyage, 'cancel')) expect(done).toBe(0);
      }
    });
  });

  it('compensated means: just the steps that may have had an effect were undone', () => {
    ended(1_500, (voyage) => {
      if (voyage.state.status !== 'compensated') return;
      for (const { path, compensation } of stepsOf(voyage)) {
        const attempts = sentFor(voyage, path, 'do').length;
        const refusedAtOnce = voyage.story.events.some(
          (event) =>
            event.type === 'step-failed' &&
            event.step === path &&
            event.direction === 'do' &&
            event.kind === 'business',
        );
        const leftNothing = attempts === 0 || (attempts === 1 && refusedAtOnce);
        expect(sentFor(voyage, path, 'undo').length > 0).toBe(compensation !== null && !leftNothing);
      }
    });
  });
});

describe('whatever happens', () => {
  it('steps are undone in the reverse order of their starting', () => {
    promise(1_000, ({ story }) => {
      const firsts = story.sent.filter((address) => address.endsWith('#1'));
      const undone = firsts.filter((a) => a.startsWith('undo ')).map((a) => a.replace('undo ', ''));
      const begun = firsts.filter((address) => undone.includes(address));
      expect(undone).toEqual(begun.reverse());
    });
  });

  it('nothing is undone after the pivot has succeeded, unless a person gave the pivot up', () => {
    promise(1_000, (voyage) => {
      const pivot = stepsOf(voyage).find(({ phase }) => phase === 'pivot')?.path;
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

  it('a saga with anything in flight asks to be woken', () => {
    promise(1_000, ({ decisions }) => {
      const asleep = decisions.filter(
        ({ state, nextWake }) => nextWake === null && hasSomethingInFlight(state),
      );
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
        // An operator who decides twice has decided twice: the second time it may be about another step.
        state = input.type === 'operator' ? once : decide(story.plan, once, input).state;
      }
      expect(plain(state!)).toEqual(plain(story.state!));
    });
  });
});

function hasSomethingInFlight(state: SagaState): boolean {
  return [...state.steps]
    .flatMap((step) => [step.action, step.compensation])
    .some((execution) => execution !== null && isInFlight(execution));
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
