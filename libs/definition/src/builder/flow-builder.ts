import type { JsonObject } from '../json.js';
import type { ApprovalStep, Duration, EachStep, Step, Template } from '../saga-definition.js';
import type { AskedBy, AskedIn, Asks } from './commands-of.js';
import { type Expressed, expressionOf, type Readable, templateOf } from './readable.js';
import type { Given, Reference, Stands, ValueOf } from './reference.js';
import {
  childStep,
  commandStep,
  eventStep,
  type OutputOf,
  signalStep,
  type WrittenChild,
  type WrittenEvent,
  type WrittenSignal,
  type WrittenStep,
} from './written-step.js';

/** What every kind of step may say of itself. */
interface About {
  description?: string;
}

/** A flow that has been written; `outputs` says to the compiler what its steps give. */
export interface Flow<Outputs> {
  readonly steps: Step[];
  readonly outputs: Outputs;
}

/** A flow that gives something itself: an item of an `each`, or the whole saga. */
export interface FlowWithOutput<Output, Outputs = unknown> {
  readonly steps: Step[];
  readonly gives: Template;
  /** For the compiler alone. */
  readonly given?: Output;
  readonly within?: Outputs;
}

/** The failure because of which another way is tried. */
interface FailureOfWay {
  code: string;
  message: string;
}

/**
 * One flow of steps. Each step adds its output to what later ones may read, so that a typing slip does not compile.
 * `Variables` are what only the steps of this flow can read, such as the item of a list.
 */
export class FlowBuilder<Input, Outputs, Variables = unknown> implements Flow<Outputs> {
  readonly steps: Step[] = [];
  /** For the compiler alone. */
  declare readonly outputs: Outputs;

  /** Asks a participant to do something; `reply` says what it gives. */
  step<
    Name extends string,
    Command extends string,
    Reply extends object = JsonObject,
    Output extends Given<object> = Reference<Reply>,
    Sent extends Given<object> = object,
    Undo extends string = never,
    Undone extends Given<object> = Sent,
    Beside extends string = never,
  >(
    name: Name,
    step: WrittenStep<
      Readable<Input, Outputs, Variables>,
      Reply,
      Output,
      { command: Command; sent: Sent; undo: Undo; undone: Undone; beside: Beside }
    >,
    _reply?: OutputOf<Reply>,
  ): FlowBuilder<
    Input,
    Outputs &
      Record<Name, ValueOf<Output>> &
      Asks<
        Name,
        AskedBy<Command, Sent, Reply> | AskedBy<Undo, Undone> | AskedBy<Beside, JsonObject, JsonObject, true>
      >,
    Variables
  > {
    return this.with(commandStep(name, step));
  }

  /** Starts a saga of another definition and waits for its end; `reply` says what that saga gives. */
  saga<
    Name extends string,
    Reply extends object = JsonObject,
    Output extends Given<object> = Reference<Reply>,
  >(
    name: Name,
    step: WrittenChild<Readable<Input, Outputs, Variables>, Reply, Output>,
    _reply?: OutputOf<Reply>,
  ): FlowBuilder<Input, Outputs & Record<Name, ValueOf<Output>>, Variables> {
    return this.with(childStep(name, step));
  }

  /** Waits for a domain event; `data` says what it carries. */
  event<
    Name extends string,
    Data extends object = JsonObject,
    Output extends Given<object> = Reference<Data>,
  >(
    name: Name,
    step: WrittenEvent<Readable<Input, Outputs, Variables>, Data, Output>,
    _data?: OutputOf<Data>,
  ): FlowBuilder<Input, Outputs & Record<Name, ValueOf<Output>>, Variables> {
    return this.with(eventStep(name, step));
  }

  /** Waits for a signal that is sent to this saga; `data` says what it carries. */
  signal<
    Name extends string,
    Data extends object = JsonObject,
    Output extends Given<object> = Reference<Data>,
  >(
    name: Name,
    step: WrittenSignal<Readable<Input, Outputs, Variables>, Data, Output>,
    _data?: OutputOf<Data>,
  ): FlowBuilder<Input, Outputs & Record<Name, ValueOf<Output>>, Variables> {
    return this.with(signalStep(name, step));
  }

  /** Asks a person, and gives who has approved it, with which words. */
  approval<Name extends string>(
    name: Name,
    {
      description,
      timeout,
      question,
      ...rest
    }: About & { timeout?: Duration } & Omit<ApprovalStep['approval'], 'question'> & {
        question?: string | ((read: Readable<Input, Outputs, Variables>) => Given<object> | Stands<string>);
      } = {},
  ): FlowBuilder<Input, Outputs & Record<Name, { by: string; comment: string }>, Variables> {
    const asked = typeof question === 'function' ? templateOf(question) : question;
    return this.with({ name, description, approval: { question: asked, ...rest }, timeout });
  }

  delay(name: string, delay: Duration, about?: About): this {
    return this.add({ name, ...about, delay });
  }

  /** Lets time pass until a time, as ISO 8601. */
  delayUntil(
    name: string,
    time: Expressed<string, Readable<Input, Outputs, Variables>>,
    about?: About,
  ): this {
    return this.add({ name, ...about, delayUntil: expressionOf(time) });
  }

  /** Flows side by side. What each of them gives can be read by the steps after the group. */
  parallel<Branches extends Record<string, Flow<object>>>(
    name: string,
    branches: BranchBuilders<Branches, FlowBuilder<Input, Outputs, Variables>>,
    about?: About & { join?: 'all' },
  ): FlowBuilder<Input, Outputs & OutputsOf<Branches[keyof Branches]>, Variables>;
  /** Flows of which some will do. Which ones is not known to the compiler, so their outputs are read by `expression`. */
  parallel<Branches extends Record<string, Flow<object>>>(
    name: string,
    branches: BranchBuilders<Branches, FlowBuilder<Input, Outputs, Variables>>,
    about: About & { join: 'any' | number },
  ): FlowBuilder<Input, Outputs & AskedIn<OutputsOf<Branches[keyof Branches]>>, Variables>;
  parallel(
    name: string,
    branches: Record<string, (flow: FlowBuilder<Input, Outputs, Variables>) => Flow<object>>,
    { description, join }: About & { join?: 'all' | 'any' | number } = {},
  ) {
    const built = Object.entries(branches).map(
      ([branch, build]) => [branch, build(new FlowBuilder()).steps] as const,
    );
    return this.with({ name, description, parallel: { join, branches: Object.fromEntries(built) } });
  }

  /** One of several flows. Which one was taken is not known to the compiler, so their outputs are read by `expression`. */
  choose<
    Options extends Alternative<
      Readable<Input, Outputs, Variables>,
      FlowBuilder<Input, Outputs, Variables>
    >[],
  >(
    name: string,
    options: [...Options],
    about?: About,
  ): FlowBuilder<Input, Outputs & AskedInOneOf<Options>, Variables> {
    return this.with({ name, ...about, choose: options.map(alternative) });
  }

  /** One way after the other until one leads to its end. Their outputs are read by `expression`, as those of `choose`. */
  try<
    Ways extends Alternative<
      Readable<Input, Outputs, Omit<Variables, 'failure'> & { failure: FailureOfWay }>,
      FlowBuilder<Input, Outputs, Variables>
    >[],
  >(
    name: string,
    ways: [...Ways],
    about?: About,
  ): FlowBuilder<Input, Outputs & AskedInOneOf<Ways>, Variables> {
    return this.with({ name, ...about, try: ways.map(alternative) });
  }

  /** A flow for each item of a list. What the flow gives by its `output` is in the `results` of the step. */
  each<
    Name extends string,
    Item,
    Built extends Flow<object> | FlowWithOutput<unknown>,
    As extends string = 'item',
  >(
    name: Name,
    {
      description,
      in: list,
      as,
      concurrency,
    }: About &
      Pick<EachStep['each'], 'concurrency'> & {
        in: (read: Readable<Input, Outputs, Variables>) => Stands<readonly Item[]>;
        as?: As;
      },
    build: (flow: FlowBuilder<Input, Outputs, InEach<Variables, As, Item>>) => Built,
  ): FlowBuilder<Input, Outputs & Record<Name, ResultsOf<Built>> & AskedIn<WithinOf<Built>>, Variables> {
    const { steps, gives: output }: { steps: Step[]; gives?: Template } = build(new FlowBuilder());
    return this.with({ name, description, each: { in: expressionOf(list), as, concurrency, steps, output } });
  }

  /** A flow, again and again until a condition holds after it. What its last round gives can be read afterwards. */
  repeat<Name extends string, After extends object>(
    name: Name,
    build: (flow: FlowBuilder<Input, Outputs, InRepeat<Variables>>) => Flow<After>,
    {
      description,
      until,
      atMost,
    }: About & { until: Expressed<boolean, Readable<Input, After, InRepeat<Variables>>>; atMost: number },
  ): FlowBuilder<Input, After & Record<Name, { rounds: number }>, Variables> {
    const { steps } = build(new FlowBuilder());
    return this.with({ name, description, repeat: { until: expressionOf(until), atMost, steps } });
  }

  /** Ends the flow with what it gives: an item of an `each` to the results, the whole saga to whoever started it. */
  output<Output extends Given<object>>(
    output: (read: Readable<Input, Outputs, Variables>) => Output,
  ): FlowWithOutput<ValueOf<Output>, Outputs> {
    return { steps: this.steps, gives: templateOf(output)! };
  }

  private add(step: Step): this {
    this.steps.push(step);
    return this;
  }

  private with<Grown>(step: Step): FlowBuilder<Input, Grown, Variables> {
    return this.add(step) as unknown as FlowBuilder<Input, Grown, Variables>;
  }
}

type InEach<Variables, As extends string, Item> = Omit<Variables, As | 'index'> &
  Record<As, Item> & { index: number };

type InRepeat<Variables> = Omit<Variables, 'round'> & { round: number };

type ResultsOf<Built> = { count: number } & (Built extends FlowWithOutput<infer Output>
  ? { results: Output[] }
  : unknown);

type BranchBuilders<Branches, Begun> = { [Name in keyof Branches]: (flow: Begun) => Branches[Name] };

/** What the steps of a flow give, to the compiler. */
export type WithinOf<Built> =
  Built extends Flow<infer Outputs>
    ? Outputs
    : Built extends FlowWithOutput<unknown, infer Outputs>
      ? Outputs
      : unknown;

type AskedInOneOf<Options extends Alternative<never, never>[]> = AskedIn<
  OutputsOf<ReturnType<Options[number]['then']>>
>;

interface Alternative<Read, Begun> {
  when?: Expressed<boolean, Read>;
  then: (flow: Begun) => Flow<object>;
}

function alternative({ when, then }: Alternative<never, never>) {
  const { steps } = then(new FlowBuilder() as never);
  return { when: when === undefined ? undefined : expressionOf(when), steps };
}

/** All outputs of several flows together. */
type OutputsOf<Built extends Flow<unknown>> = (
  Built extends unknown ? (outputs: Built['outputs']) => void : never
) extends (outputs: infer All) => void
  ? All
  : never;
