import { namesIn, type Names, renamed } from './names.js';
import type { SagaEvent } from './saga-event.js';
import type { SagaState } from './saga-state.js';
import { Steps } from './steps.js';

/** What a saga has become in another version: what has begun goes on under the names that it has there. */
export function migrated(
  state: SagaState,
  { toVersion: version, steps: names }: Extract<SagaEvent, { type: 'saga-migrated' }>,
): Partial<SagaState> {
  if (Object.keys(names).length === 0) return { version };
  const moved = <T extends { step: string | null }>(it: T | null) =>
    it && { ...it, step: it.step && renamed(it.step, names) };
  return {
    version,
    addresses: addressesAfter(state, names),
    steps: Steps.of([...state.steps].map((step) => ({ ...step, path: renamed(step.path, names) }))),
    attention: moved(state.attention),
    failure: moved(state.failure),
  };
}

function addressesAfter({ steps, addresses }: SagaState, names: Names): SagaState['addresses'] {
  const begun = new Set([...steps].flatMap(({ path }) => namesIn(path)));
  const after = [...begun]
    .map((name) => [names[name] ?? name, addresses?.[name] ?? name] as const)
    .filter(([name, address]) => name !== address);
  return after.length > 0 ? Object.fromEntries(after) : null;
}
