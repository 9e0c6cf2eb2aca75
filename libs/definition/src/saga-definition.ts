import type { Json } from './json.js';

/** A length of time as people write it: `250ms`, `30s`, `5m`, `2h`, `7d`. */
export type Duration = string;

/** JSON in which a string of the form `${ expression }` stands for the expression's value. */
export type Template = Json;

/** How often and how soon a command that broke, or was not answered in time, is sent again. */
export interface RetryPolicy {
  /** How often the command is sent at the most, the first time included. */
  attempts?: number;
  backoff?: Duration;
  factor?: number;
  maxBackoff?: Duration;
  /** 0 to 1: the part of the backoff that varies from saga to saga, so that they don't return all at once. */
  jitter?: number;
  /** Codes of technical failures that no repetition mends. */
  nonRetryable?: string[];
}

/** A command beside a step's own. Its input is the step's own input unless it says otherwise. */
export interface SideCommand {
  command: string;
  input?: Template;
  timeout?: Duration;
  retry?: RetryPolicy;
}

/** The command that undoes a step. */
export interface Compensation extends SideCommand {
  /** Steps that are undone before this one, where the saga's `compensation.order` is `custom`. */
  after?: string[];
  /** Asks the participant, once all is undone, whether the effect is gone; its name alone will do. */
  verify?: SideCommand | string;
}

/**
 * Asks the participant what became of a command that was not answered in time. Its answer's `outcome` is `done`
 * (with the step's `output`), `not-done`, `never` (nor will it ever be) or `unknown`.
 */
export interface StatusQuery extends SideCommand {
  /** How long it is asked, from the timeout on, before the outcome counts as unknown. */
  deadline?: Duration;
}

/** A semantic lock: held from before the step until the saga ends. */
export interface Lock {
  /** An expression over `input` and `steps`. One saga at a time holds a key. */
  key: string;
  /** What to do while another saga holds it: ask again, stand in line, or fail. `queue` by default. */
  conflict?: 'wait' | 'queue' | 'fail';
  /** How long to wait, or to stand in line. */
  timeout?: Duration;
}

/** Reads something again just before the step's command is sent, which is not sent if it has changed. */
export interface Reread {
  command: string;
  input?: Template;
  timeout?: Duration;
  retry?: RetryPolicy;
  /** An expression over `input`, `steps` and `reread` (what was read): whether all is as it was. */
  unchanged: string;
}

/** Asks a participant to do something and waits for its reply. */
export interface CommandStep {
  name: string;
  description?: string;
  /** `<participant>.<action>`; the participant's topic is `saga.command.<participant>`. */
  command: string;
  input?: Template;
  /** What is kept of the reply, as a template over `reply`; all of it by default. */
  output?: Template;
  timeout?: Duration;
  retry?: RetryPolicy;
  /** A command, or its name alone, or `none` for a step that has nothing to undo. */
  compensate?: Compensation | string;
  /** There is no going back after this step: what follows is only retried forward. */
  pivot?: boolean;
  /** Whether the timeout also counts while the participant's consumer group lags or rebalances. `always` by default. */
  clock?: 'always' | 'while-consuming';
  /** A command, or its name alone. */
  status?: StatusQuery | string;
  lock?: Lock;
  reread?: Reread;
  /** Its effect and its undoing may come in any order with those of others: it is undone without waiting. */
  commutative?: boolean;
}

/**
 * Runs several flows side by side. Goes on when all of them have ended, or `any` one, or so many; the others are then
 * undone. A failure undoes its own branch if the others are enough, and all of the saga otherwise.
 */
export interface ParallelStep {
  name: string;
  description?: string;
  parallel: { join?: 'all' | 'any' | number; branches: Record<string, Step[]> };
}

/** One of the ways that a `choose` step can take. */
export interface Option {
  /** An expression over `input` and `steps`, without ${ }; an option without one is always taken. */
  when?: string;
  steps: Step[];
}

/** Takes the first option whose condition holds; none of them when none does. */
export interface ChooseStep {
  name: string;
  description?: string;
  choose: Option[];
}

/** Lets time pass before the saga goes on: so long, or until a time. */
export type DelayStep = { name: string; description?: string } & (
  { delay: Duration } | /** An expression that gives a time, as ISO 8601. */ { delayUntil: string }
);

/** Runs a flow for each item of a list. */
export interface EachStep {
  name: string;
  description?: string;
  each: {
    /** An expression that gives the list. */
    in: string;
    /** What the flow's expressions call the item: `item` by default. They call its place `index`, from 0. */
    as?: string;
    /** How many items are under way at the most: 10 by default. */
    concurrency?: number;
    steps: Step[];
    /** What is kept of an item, as a template over what its steps read; `steps.<name>.results` lists them all. */
    output?: Template;
  };
}

/** Runs a flow again and again until a condition holds after it. */
export interface RepeatStep {
  name: string;
  description?: string;
  repeat: {
    /** An expression over what the flow's steps read, and `round`, from 0. */
    until: string;
    /** If the condition does not hold after so many rounds, the step has failed (`rounds-exhausted`). */
    atMost: number;
    steps: Step[];
  };
}

/** One of the ways to get something done. */
export interface Way {
  /** An expression over `failure` (of the way before), `input` and `steps`; a way without one is taken after any failure. */
  when?: string;
  steps: Step[];
}

/**
 * A savepoint: when its first way fails, what that way did is undone, and the next way that fits is taken. The saga
 * is undone only when there is none.
 */
export interface TryStep {
  name: string;
  description?: string;
  try: Way[];
}

/** Starts a saga of another definition and waits for its end. Undoing the step undoes that saga. */
export interface SagaStep {
  name: string;
  description?: string;
  saga: string;
  version?: number;
  input?: Template;
  /** What is kept of the other saga's output, as a template over `reply`. */
  output?: Template;
  timeout?: Duration;
}

/** Waits for a domain event. */
export interface EventStep {
  name: string;
  description?: string;
  event: {
    type: string;
    topic: string;
    /** An expression over `input` and `steps`: which event it waits for. */
    key: string;
    /** An expression over `event`: what has to equal the key. */
    match: string;
    /** How long an event is kept that comes before the saga waits for it: 1h by default. */
    keep?: Duration;
  };
  /** What is kept of it, as a template over `event`; the event's data by default. */
  output?: Template;
  timeout?: Duration;
}

/** An event that undoes, in place of a command: done once it is published. */
export interface CompensatingEvent {
  event: string;
  topic: string;
  /** An expression over `input` and `steps`: the key of the message; the saga's id by default. */
  key?: string;
  /** Its data. */
  input?: Template;
}

/** An event of services that nobody commands. */
export interface ObservedEvent {
  type: string;
  topic: string;
  /** An expression over `event` (also its `key` and `headers`): which saga it belongs to. */
  match: string;
  /** Events that come before it. */
  after?: string[];
  /** How long it may take from then on; when it is over the event is missing, which is a failure. */
  within?: Duration;
  /** It may come or not. */
  optional?: boolean;
  /** It says that something has failed. */
  fails?: boolean;
  /** What undoes that of which the event tells. */
  compensate?: Compensation | CompensatingEvent | string;
}

/** Watches services that react to one another's events, until every event has come that has to. */
export interface ObserveStep {
  name: string;
  description?: string;
  observe: {
    /** An expression over `input` and `steps`: what the events have to match. */
    key: string;
    /** How long an event is kept that comes before the saga begins to watch: 1h by default. */
    keep?: Duration;
    events: Record<string, ObservedEvent>;
  };
}

/** An event of a choreography. One of them starts it; `key` says, over `event`, which flow an event belongs to. */
export interface ChoreographedEvent extends Omit<ObservedEvent, 'match'> {
  key: string;
  starts?: boolean;
}

/** Waits for a signal that is sent to this saga. One that came before is not lost. */
export interface SignalStep {
  name: string;
  description?: string;
  signal: string;
  /** What is kept of it, as a template over `signal` (its data); all of it by default. */
  output?: Template;
  timeout?: Duration;
}

/** Asks a person. A rejection is a failure with the code `rejected`. */
export interface ApprovalStep {
  name: string;
  description?: string;
  approval: {
    /** What is asked, as a template over `input` and `steps`. */
    question?: Template;
    /** Who may answer, for those who show the question. */
    approvers?: string[];
    /** The answer when nobody gives one in time; without it the step fails. */
    default?: 'approve' | 'reject';
  };
  timeout?: Duration;
}

/** The kinds of steps that have flows of their own. */
export type GroupStep = ParallelStep | ChooseStep | EachStep | RepeatStep | TryStep;

export type Step =
  CommandStep | GroupStep | DelayStep | SagaStep | EventStep | ObserveStep | SignalStep | ApprovalStep;

/** Starts a saga when a domain event of this type is seen on this topic. */
export interface StartTrigger {
  event: string;
  topic: string;
  /** An expression over `event`; the saga's id is `<definition>:<its value>`, so one key starts one saga. */
  key: string;
  /** A template over `event`; the event's data by default. */
  input?: Template;
}

/** The plan of a saga as its authors write it, in YAML or JSON. */
export interface SagaDefinition {
  name: string;
  description?: string;
  deadline?: Duration;
  startOn?: StartTrigger[];
  steps: Step[];
  /** What a saga gives that was started by another, as a template over `input` and `steps`. */
  output?: Template;
  compensation?: {
    /**
     * `reverse` (the default): one step at a time, backwards. `parallel`: steps that stood side by side are undone
     * side by side. `custom`: by the steps' own `after` alone.
     */
    order?: 'reverse' | 'parallel' | 'custom';
    /** How many steps are undone at the same time at the most: 10 by default. */
    concurrency?: number;
  };
  /** Runs when everything is undone; its expressions read `failure`, too. It is only retried. */
  onFailure?: Step[];
  /** Where a participant's consumer group is not `saga-participant-<name>`. */
  participants?: Record<string, { group: string }>;
}

/** A saga in which services react to one another's events: it is observed, and undone when it fails. */
export interface Choreography extends Omit<SagaDefinition, 'steps' | 'startOn'> {
  choreography: { keep?: Duration; events: Record<string, ChoreographedEvent> };
}
