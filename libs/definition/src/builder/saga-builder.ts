import type { JsonObject } from '../json.js';
import type {
  CommandStep,
  Compensation,
  Duration,
  RetryPolicy,
  SagaDefinition,
  Step,
  Template,
} from '../saga-definition.js';
import { expression, type Given, type Reference, referenceTo } from './reference.js';
import { render } from './render.js';

/** What the inputs of a step may read: the saga's input, and the outputs of the steps before it. */
export interface Readable<Input, Outputs> {
  input: Reference<Input>;
  steps: { readonly [Name in keyof Outputs]: Reference<Outputs[Name]> };
}

type Inputs<Input, Outputs> = (read: Readable<Input, Outputs>) => Given<object>;

/** A step as it is written in TypeScript; see CommandStep for what each field means. */
export interface WrittenStep<Input, Outputs> {
  command: string;
  description?: string;
  input?: Inputs<Input, Outputs>;
  timeout?: Duration;
  retry?: RetryPolicy;
  pivot?: boolean;
  compensate?: string | (Omit<Compensation, 'input'> & { input?: Inputs<Input, Outputs> });
}

/** What a step's participant gives, for the compiler alone: `step('reserve', { ... }, output<{ id: string }>())`. */
export function output<T extends object>(): OutputOf<T> {
  return {};
}

export interface OutputOf<T> {
  readonly type?: T;
}

/** One flow of steps. Each step adds its output to what later ones may read, so that a typing slip does not compile. */
export class FlowBuilder<Input, Outputs> {
  readonly steps: Step[] = [];
  /** For the compiler alone. */
  declare readonly outputs: Outputs;

  step<Name extends string, Output extends object = JsonObject>(
    name: Name,
    { input, compensate, ...rest }: WrittenStep<Input, Outputs>,
    _output?: OutputOf<Output>,
  ): FlowBuilder<Input, Outputs & Record<Name, Output>> {
    const step: CommandStep = { name, ...rest };
    if (input) step.input = this.template(input);
    if (typeof compensate === 'string') step.compensate = compensate;
    else if (compensate)
      step.compensate = { ...compensate, input: compensate.input && this.template(compensate.input) };
    return this.with(step);
  }

  delay(name: string, delay: Duration): this {
    this.steps.push({ name, delay });
    return this;
  }

  /** Flows side by side. What each of them gives can be read by the steps after the group. */
  parallel<Branches extends Record<string, FlowBuilder<Input, object>>>(
    name: string,
    branches: { [K in keyof Branches]: (flow: FlowBuilder<Input, Outputs>) => Branches[K] },
  ): FlowBuilder<Input, Outputs & OutputsOf<Branches[keyof Branches]>> {
    const flows = Object.entries(branches) as [
      string,
      (flow: FlowBuilder<Input, Outputs>) => { steps: Step[] },
    ][];
    const built = flows.map(([branch, build]) => [branch, build(new FlowBuilder()).steps] as const);
    return this.with({ name, parallel: { branches: Object.fromEntries(built) } });
  }

  /** One of several flows. Which one was taken is not known to the compiler, so their outputs are read by `expression`. */
  choose(
    name: string,
    options: { when?: string; then: (flow: FlowBuilder<Input, Outputs>) => { steps: Step[] } }[],
  ): this {
    const choose = options.map(({ when, then }) => ({
      ...(when !== undefined && { when }),
      steps: then(new FlowBuilder()).steps,
    }));
    this.steps.push({ name, choose });
    return this;
  }

  private with<Grown>(step: Step): FlowBuilder<Input, Grown> {
    this.steps.push(step);
    return this as unknown as FlowBuilder<Input, Grown>;
  }

  private template(input: Inputs<Input, Outputs>): Template {
    const steps = new Proxy({}, { get: (_target, name) => referenceTo(`steps.${String(name)}`) });
    return render(input({ input: referenceTo('input'), steps: steps as Readable<Input, Outputs>['steps'] }));
  }
}

/** All outputs of several flows together. */
type OutputsOf<Flow extends { outputs: unknown }> = (
  Flow extends unknown ? (outputs: Flow['outputs']) => void : never
) extends (outputs: infer All) => void
  ? All
  : never;

/**
 * Writes a saga in TypeScript. Gives the same JSON that YAML would: register it, or compile it, as any other.
 * `Input` is the type of the saga's input.
 */
export function saga<Input extends object>(
  head: Omit<SagaDefinition, 'steps'>,
  build: (flow: FlowBuilder<Input, object>) => { steps: Step[] },
): SagaDefinition {
  return { ...head, steps: build(new FlowBuilder()).steps };
}

export { expression };
