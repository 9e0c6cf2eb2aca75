import type { Step } from '../saga-definition.js';
import { callTask } from './call-task.js';
import { type Data, scopeOf } from './data-flow.js';
import { durationIn } from './durations.js';
import { emitTask, raiseTask, runTask } from './engine-tasks.js';
import { filterIn, templateFor } from './expressions.js';
import { doTask, forkTask, forTask, setTask, waitTask } from './group-tasks.js';
import type { Scope } from './jq.js';
import { listenTask } from './listen-task.js';
import type { Flow, Leaf, Outcome } from './outcome.js';
import { Sequence } from './sequence.js';
import type { Source } from './source.js';
import { tryTask } from './try-task.js';
import { literal, reading, type Value } from './value.js';
import type { Standing, Surroundings, Task, Workflow } from './workflow.js';

type TaskImport = (task: Task, standing: Standing, importer: FlowImporter) => Outcome;

/** The kinds of tasks, each known by a field that only it has; `for` has a `do`, too. */
const KINDS: Readonly<Record<string, TaskImport>> = {
  call: callTask,
  emit: emitTask,
  for: forTask,
  fork: forkTask,
  listen: listenTask,
  raise: raiseTask,
  run: runTask,
  set: setTask,
  try: tryTask,
  wait: waitTask,
  do: doTask,
};

/** Turns tasks into steps, and follows the data from one to the next. */
export class FlowImporter {
  constructor(readonly workflow: Workflow) {}

  sequence(list: Source, data: Data, around: Surroundings): Flow {
    return new Sequence(list.items(), around, this).import(data);
  }

  /** A task with no other beside it. */
  branch(item: Source, data: Data, around: Surroundings): Flow {
    return new Sequence([item], around, this).import(data);
  }

  variables(more: Scope['variables']): Scope['variables'] {
    return { ...this.workflow.variables, ...more };
  }

  /** A task without its `if` and `then`, which its sequence sees to. */
  task(task: Task, data: Data, around: Surroundings): Flow {
    this.workflow.count(task.source);
    const kind = Object.keys(KINDS).find((each) => task.source.has(each));
    if (kind === undefined) {
      const known = [...Object.keys(KINDS), 'switch'].sort().join(', ');
      task.source.fault('is no task', `say what it does: ${known}`);
      task.source.cover();
      return { steps: [], data };
    }
    const scope = this.entry(task, data, around);
    const outcome = KINDS[kind]!(task, { scope, data, around }, this);
    const flow =
      'make' in outcome
        ? this.leaf(task, outcome, data, scope, around)
        : this.group(task, outcome, data, scope);
    leaveOutMetadata(task.source);
    return flow;
  }

  /** A `switch` as such has no steps; its input is its output. */
  switch(task: Task, data: Data, around: Surroundings): { flow: Flow; scope: Scope } {
    this.workflow.count(task.source);
    const scope = this.entry(task, data, around);
    const flow = this.group(task, { steps: [], output: scope.dot }, data, scope);
    leaveOutMetadata(task.source);
    return { flow, scope };
  }

  /** What the task's own expressions read: its input, filtered. */
  private entry({ name, source }: Task, data: Data, { variables }: Surroundings): Scope {
    const task: Value = {
      kind: 'object',
      fields: { name: literal(name), input: data.dot },
      others: 'a saga does not know the tasks that it was imported from',
    };
    const all = this.variables({ ...variables, task });
    const input = source.field('input');
    leaveOutSchema(input);
    const from = input?.field('from');
    const dot = from ? filterIn(from, scopeOf(data.dot, data, all)) : data.dot;
    return scopeOf(dot, data, all);
  }

  private group(
    { source }: Task,
    { steps, output, context }: { steps: Step[]; output: Value; context?: Value },
    data: Data,
    scope: Scope,
  ): Flow {
    source
      .field('timeout')
      ?.leaveOut(
        'a limit of time for several steps',
        'in a saga each step has its own',
        'set "timeout" on the steps, or "deadline" on the saga',
      );
    const as = filterOf(source, 'output');
    const dot = as ? filterIn(as, { ...scope, dot: output }) : output;
    return { steps, data: this.exported(source, { dot, context: context ?? data.context }, scope) };
  }

  private leaf({ source }: Task, leaf: Leaf, data: Data, scope: Scope, around: Surroundings): Flow {
    const timeout = source.field('timeout');
    const length = timeout && durationIn(this.workflow.component(timeout, 'timeouts').required('after'));
    const as = filterOf(source, 'output');
    const filtered = as && filterIn(as, { ...scope, dot: leaf.answer ?? leaf.output });
    const isTemplate = filtered?.kind === 'object' && leaf.answer !== undefined;
    const readable = [...around.readable, leaf.answerVariable ?? 'reply'];
    const step = leaf.make({
      ...(isTemplate && { output: templateFor(as!, filtered, readable) }),
      ...(length && { timeout: length }),
    });
    const kept = isTemplate
      ? reading(`steps.${step.name}`)
      : as
        ? filterIn(as, { ...scope, dot: leaf.output })
        : leaf.output;
    return { steps: [step], data: this.exported(source, { dot: kept, context: data.context }, scope) };
  }

  private exported(source: Source, data: Data, scope: Scope): Data {
    const as = filterOf(source, 'export');
    if (!as) return data;
    const variables = { ...scope.variables, output: data.dot };
    return { ...data, context: filterIn(as, { dot: data.dot, variables }) };
  }
}

function filterOf(source: Source, field: 'output' | 'export'): Source | undefined {
  const filter = source.field(field);
  leaveOutSchema(filter);
  return filter?.field('as');
}

/** Nobody but the participants checks what goes to and fro. */
export function leaveOutSchema(filter: Source | undefined): void {
  filter
    ?.field('schema')
    ?.leaveOut('a schema', 'a saga does not check data', 'let the participants check what they get');
}

/** What the metadata of a task may say to the import. */
const READ_METADATA = ['command', 'compensate', 'topic'];

function leaveOutMetadata(source: Source): void {
  for (const [name, field] of source.field('metadata')?.fields() ?? [])
    if (!READ_METADATA.includes(name))
      field.leaveOut(`metadata "${name}"`, 'steps have none', 'say it in the "description" of the step');
}
