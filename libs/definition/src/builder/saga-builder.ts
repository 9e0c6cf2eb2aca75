import type { SagaDefinition, Step, Template } from '../saga-definition.js';
import type { Asking } from './commands-of.js';
import { type Flow, FlowBuilder, type FlowWithOutput, type WithinOf } from './flow-builder.js';
import { expression } from './reference.js';
import { render } from './render.js';
import { input, output, type OutputOf } from './written-step.js';

/** Why a saga was undone, as its `onFailure` reads it; `step` is null when no step is the reason. */
interface FailureOfSaga {
  step: string | null;
  code: string;
  message: string;
}

/** What a saga says of itself beside its steps; the steps of `onFailure` may read none of the others for certain. */
interface Head<Input, Aftermath> extends Omit<SagaDefinition, 'steps' | 'output' | 'onFailure'> {
  /** For the compiler alone: what type the saga's input has, unless `saga<Input>` says so. */
  input?: OutputOf<Input>;
  onFailure?: (flow: FlowBuilder<Input, object, { failure: FailureOfSaga }>) => Aftermath;
}

/**
 * Writes a saga in TypeScript. Gives the same JSON that YAML would: register it, or compile it, as any other.
 * `Input` is the type of the saga's input; what the saga gives is said by `output` at the end of its flow. With
 * `input: input<Order>()` in the head instead of `saga<Order>`, the compiler knows the saga's commands as well: see
 * `CommandsOf`.
 */
export function saga<
  Input extends object,
  Built extends Flow<object> | FlowWithOutput<object> = Flow<object> | FlowWithOutput<object>,
  Aftermath extends Flow<object> = Flow<object>,
>(
  { onFailure, input: _type, ...head }: Head<Input, Aftermath>,
  build: (flow: FlowBuilder<Input, object>) => Built,
): SagaDefinition & Asking<WithinOf<Built>> & Asking<WithinOf<Aftermath>> {
  const { steps, gives }: { steps: Step[]; gives?: Template } = build(new FlowBuilder());
  const aftermath = onFailure?.(new FlowBuilder()).steps;
  // Leaves out what was not said.
  return render({ ...head, steps, output: gives, onFailure: aftermath }) as unknown as SagaDefinition;
}

export { expression, FlowBuilder, input, output };
