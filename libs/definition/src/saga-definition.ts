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

/** The command that undoes a step. Its input is the step's own input unless it says otherwise. */
export interface Compensation {
  command: string;
  input?: Template;
  timeout?: Duration;
  retry?: RetryPolicy;
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
}

/** Runs several flows side by side and goes on when all of them have ended. A failure in one undoes all. */
export interface ParallelStep {
  name: string;
  description?: string;
  parallel: { branches: Record<string, Step[]> };
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

/** Lets time pass before the saga goes on. */
export interface DelayStep {
  name: string;
  description?: string;
  delay: Duration;
}

export type Step = CommandStep | ParallelStep | ChooseStep | DelayStep;

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
}

/** A definition is known by its name and version; `version` counts from 1. */
export interface DefinitionRef {
  name: string;
  version: number;
}
