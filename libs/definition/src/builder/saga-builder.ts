import type { SagaDefinition, Step, Template } from '../saga-definition.js';
import { type Flow, FlowBuilder, type FlowWithOutput } from './flow-builder.js';
import { expression } from './reference.js';
import { render } from './render.js';
import { output } from './written-step.js';

/** Why a saga was undone, as its `onFailure` reads it; `step` is null when no step is the reason. */
interface FailureOfSaga {
  step: string | null;
  code: string;
  message: string;
}

/** What a saga says of itself beside its steps; the steps of `onFailure` may read none of the others for certain. */
interface Head<Input> extends Omit<SagaDefinition, 'steps' | 'output' | 'onFailure'> {
  onFailure?: (flow: FlowBuilder<Input, object, { failure: FailureOfSaga }>) => Flow<object>;
}

/**
 * Writes a saga in TypeScript. Gives the same JSON that YAML would: register it, or compile it, as any other.
 * `Input` is the type of the saga's input; what the saga gives is said by `output` at the end of its flow.
 */
export function saga<Input extends object>(
  { onFailure, ...head }: Head<Input>,
  build: (flow: FlowBuilder<Input, object>) => Flow<object> | FlowWithOutput<object>,
): SagaDefinition {
  const { steps, gives }: { steps: Step[]; gives?: Template } = build(new FlowBuilder());
  const aftermath = onFailure?.(new FlowBuilder()).steps;
  // Leaves out what was not said.
  return render({ ...head, steps, output: gives, onFailure: aftermath }) as unknown as SagaDefinition;
}

export { expression, FlowBuilder, output };
