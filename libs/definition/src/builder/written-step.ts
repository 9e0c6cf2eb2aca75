import type { JsonObject } from '../json.js';
import type {
  CommandStep,
  Compensation,
  EventStep,
  Lock,
  Reread,
  SagaStep,
  SideCommand,
  SignalStep,
  StatusQuery,
  Step,
} from '../saga-definition.js';
import type { Given } from './reference.js';
import { type Expressed, expressionOf, type References, type Templated, templateOf } from './readable.js';

/** What a step's participant gives, for the compiler alone: `step('reserve', { ... }, output<{ id: string }>())`. */
export function output<T extends object>(): OutputOf<T> {
  return {};
}

export interface OutputOf<T> {
  readonly type?: T;
}

/** What starts a saga, for the compiler alone: `saga({ name, input: input<Order>() }, …)`. */
export function input<T extends object>(): OutputOf<T> {
  return {};
}

/** What is kept of `Source`, which is what the step calls its news. */
type Kept<Read, Source extends object, Output> = { output?: (read: Read & References<Source>) => Output };

/** A command as it is written in TypeScript; see SideCommand for what each field means. */
type Written<Command extends SideCommand, Read> = Omit<Command, 'input'> & { input?: Templated<Read> };

/** What of a step's commands is for the compiler alone: their names, and what is sent to them. */
interface Sends {
  command: string;
  sent: Given<object>;
  undo: string;
  undone: Given<object>;
  /** Those beside the step's own. */
  beside: string;
}

/** A step as it is written in TypeScript; see CommandStep for what each field means. */
export type WrittenStep<Read, Reply, Output, Sent extends Sends = Sends> = Omit<
  CommandStep,
  'name' | 'command' | 'input' | 'output' | 'compensate' | 'status' | 'lock' | 'reread'
> &
  Kept<Read, { reply: Reply }, Output> & {
    command: Sent['command'];
    input?: (read: Read) => Sent['sent'];
    compensate?: Sent['undo'] | WrittenCompensation<Read, Sent>;
    status?: Sent['beside'] | (Written<StatusQuery, Read> & { command: Sent['beside'] });
    lock?: Omit<Lock, 'key'> & { key: Expressed<string, Read> };
    reread?: WrittenReread<Read> & { command: Sent['beside'] };
  };

type WrittenCompensation<Read, Sent extends Sends> = Omit<Compensation, 'command' | 'input' | 'verify'> & {
  command: Sent['undo'];
  input?: (read: Read) => Sent['undone'];
  verify?: Sent['beside'] | (Written<SideCommand, Read> & { command: Sent['beside'] });
};

type WrittenReread<Read> = Omit<Written<Reread, Read>, 'unchanged'> & {
  unchanged: Expressed<boolean, Read & References<{ reread: JsonObject }>>;
};

/** A step that another saga does; see SagaStep. */
export type WrittenChild<Read, Reply, Output> = Omit<SagaStep, 'name' | 'input' | 'output'> &
  Kept<Read, { reply: Reply }, Output> & { input?: Templated<Read> };

/** A wait for a domain event; see EventStep. */
export type WrittenEvent<Read, Data, Output> = Omit<EventStep, 'name' | 'event' | 'output'> &
  Omit<EventStep['event'], 'key' | 'match'> &
  Kept<Read, { event: DomainEvent<Data> }, Output> & {
    key: Expressed<string | number, Read>;
    match: Expressed<string | number, References<{ event: DomainEvent<Data> }>>;
  };

export interface DomainEvent<Data> {
  id: string;
  source: string;
  type: string;
  time: string;
  data: Data;
}

/** A wait for a signal; see SignalStep. */
export type WrittenSignal<Read, Data, Output> = Omit<SignalStep, 'name' | 'output'> &
  Kept<Read, { signal: Data }, Output>;

/*
 * What may be read is for the compiler alone, so from here on it is `never`: what reads anything will do.
 */
export function commandStep(name: string, written: WrittenStep<never, never, unknown>): Step {
  const { input, output, compensate, status, lock, reread, ...rest } = written;
  return {
    name,
    ...rest,
    input: templateOf(input),
    output: templateOf(output),
    compensate: typeof compensate === 'object' ? compensation(compensate) : compensate,
    status: typeof status === 'object' ? withTemplate(status) : status,
    lock: lock && { ...lock, key: expressionOf(lock.key) },
    reread: reread && { ...withTemplate(reread), unchanged: expressionOf(reread.unchanged) },
  };
}

export function childStep(name: string, written: WrittenChild<never, never, unknown>): Step {
  return { name, ...withTemplate(written), output: templateOf(written.output) };
}

export function eventStep(name: string, written: WrittenEvent<never, never, unknown>): Step {
  const { type, topic, key, match, keep, output, ...rest } = written;
  const event = { type, topic, key: expressionOf(key), match: expressionOf(match), keep };
  return { name, ...rest, event, output: templateOf(output) };
}

export function signalStep(name: string, { output, ...rest }: WrittenSignal<never, never, unknown>): Step {
  return { name, ...rest, output: templateOf(output) };
}

function compensation({ verify, ...written }: WrittenCompensation<never, Sends>): Compensation {
  return { ...withTemplate(written), verify: typeof verify === 'object' ? withTemplate(verify) : verify };
}

function withTemplate<Command extends { input?: Templated<never> }>({ input, ...rest }: Command) {
  return { ...rest, input: templateOf(input) };
}
