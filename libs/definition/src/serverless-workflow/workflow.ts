import { type Fault } from '../fault.js';
import type { RetryPolicy } from '../saga-definition.js';
import type { Data } from './data-flow.js';
import type { Scope } from './jq.js';
import { Names } from './names.js';
import type { Source } from './source.js';
import { type Value, unknown } from './value.js';

/** Thrown with all that is wrong with a document that should be a workflow. */
export class InvalidWorkflow extends Error {
  constructor(readonly faults: Fault[]) {
    super(
      `no Serverless Workflow:\n${faults.map((f) => `  ${f.path || '/'}: ${f.message} (${f.fix})`).join('\n')}`,
    );
    this.name = 'InvalidWorkflow';
  }
}

const MOST_STEPS = 1_000;

/** What all tasks of a workflow share. */
export class Workflow {
  readonly names = new Names();
  private tasks = 0;
  /** What the document has declared under `use` and somebody has used. */
  private readonly used = new Set<string>();

  constructor(
    readonly document: Source,
    readonly namespace: string,
    /** The input as it comes, before any filter. */
    readonly input: Value,
  ) {}

  /** Variables that every expression can read. */
  get variables(): Scope['variables'] {
    return {
      workflow: {
        kind: 'object',
        fields: {
          input: this.input,
          id: unknown("a saga's expressions can not read its id: put it in the input if it is needed"),
        },
        others: 'a saga does not know its own definition, nor when it began',
      },
      secrets: unknown('secrets stay with the participants, they do not travel in commands'),
      runtime: unknown('a saga does not know what runs it'),
      authorization: unknown('the participant makes the call, and knows how it is authorized'),
    };
  }

  /** Ways that meet nowhere are imported once each, which may be too often. Throws InvalidWorkflow. */
  count(source: Source): void {
    if (++this.tasks <= MOST_STEPS) return;
    const message = `more than ${MOST_STEPS} steps, with the tasks counted that several ways lead to`;
    throw new InvalidWorkflow([{ path: source.path, message, fix: 'split the workflow' }]);
  }

  /** A reusable component: written where it is used, or declared under `use` and called by its name there. */
  component(source: Source, kind: string): Source {
    if (typeof source.value !== 'string') return source;
    const name = source.text();
    const declared = this.declared(kind, name);
    if (declared) return declared;
    source.fault(`there is no "${name}" in use.${kind}`, 'declare it there, or name another');
    return source;
  }

  declared(kind: string, name: string): Source | undefined {
    const declared = this.document.field('use')?.field(kind)?.field(name);
    if (declared) this.used.add(declared.path);
    return declared;
  }

  isUsed(declared: Source): boolean {
    return this.used.has(declared.path);
  }
}

/** What holds for the tasks of a flow. */
export interface Surroundings {
  variables: Scope['variables'];
  /** The variables that CEL knows here. */
  readable: readonly string[];
  /** How commands are retried, by a `catch` around them. */
  retry?: RetryPolicy;
  /** Whether the workflow is over when this flow is: `end` is `exit` then. */
  isLast: boolean;
}

export interface Task {
  name: string;
  source: Source;
}

/** Where a task stands: what its expressions read, after its own input filter, and what holds there. */
export interface Standing {
  scope: Scope;
  data: Data;
  around: Surroundings;
}
