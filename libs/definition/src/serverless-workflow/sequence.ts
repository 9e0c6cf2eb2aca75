import type { Option, Step } from '../saga-definition.js';
import { type Data, met, scopeOf, type Way } from './data-flow.js';
import { conditionIn } from './expressions.js';
import type { Flow } from './outcome.js';
import { namesOf } from './outcome.js';
import type { Source } from './source.js';
import type { FlowImporter } from './flow-importer.js';
import { both } from './value.js';
import type { Surroundings, Task } from './workflow.js';

/** One of the ways on from a task. */
interface Exit {
  /** In CEL; undefined for what is left when no condition holds. */
  when?: string;
  /** The task that it leads to, by its place. */
  to: number;
}

/**
 * A list of tasks, each of which says where to go on. They are brought into the order of a saga, which has no jumps:
 * the ways that part at a task become the options of a `choose`, up to the task where all of them meet again.
 */
export class Sequence {
  private readonly tasks: Task[];
  private readonly end: number;
  /** Of each task, the first one after it that every way leads to. */
  private readonly meetingPoints: number[] = [];
  private readonly visited = new Set<number>();

  constructor(
    items: readonly Source[],
    private readonly around: Surroundings,
    private readonly importer: FlowImporter,
  ) {
    this.tasks = items.map((item) => {
      const [name, source] = item.only();
      return { name, source };
    });
    this.end = this.tasks.length;
    for (let i = this.end - 1; i >= 0; i--)
      this.meetingPoints[i] = this.targetsOf(i).reduce((a, b) => this.meetingPoint(a, b));
  }

  /** The whole list as a flow. What no way leads to is listed. */
  import(data: Data): Flow {
    const flow = this.run(0, this.end, data);
    this.tasks.forEach(({ name, source }, i) => {
      if (!this.visited.has(i))
        source.leaveOut(`the task "${name}"`, 'no way leads to it', 'lead to it by "then", or remove it');
    });
    return flow;
  }

  private run(from: number, to: number, before: Data): Flow {
    const steps: Step[] = [];
    let data = before;
    let at = from;
    while (at < to) {
      const { flow, next } = this.visit(at, data);
      steps.push(...flow.steps);
      data = flow.data;
      at = next;
    }
    return { steps, data };
  }

  private visit(at: number, data: Data): { flow: Flow; next: number } {
    const { name, source } = this.tasks[at]!;
    this.visited.add(at);
    const condition = source.field('if');
    if (!condition) return this.visitTask(at, data, this.meetingPoints[at]!);
    const next = this.meetingPoints[at]!;
    const { variables, readable } = this.around;
    const when = conditionIn(
      condition,
      scopeOf(data.dot, data, this.importer.variables(variables)),
      readable,
    );
    const taken = this.visitTask(at, data, next);
    const rest = this.run(taken.next, next, taken.flow.data);
    const ways = [
      { when, flow: { steps: [...taken.flow.steps, ...rest.steps], data: rest.data } },
      { flow: this.run(at + 1, next, data) },
    ];
    return { flow: this.choice(`if ${name}`, ways), next };
  }

  /** The task itself and, if ways part at it, what lies on them up to where they meet. */
  private visitTask(at: number, data: Data, meetingPoint: number): { flow: Flow; next: number } {
    const { name, source } = this.tasks[at]!;
    const next = this.targetOf(at, source.field('then'));
    const around = { ...this.around, isLast: this.around.isLast && next === this.end };
    if (!source.has('switch')) return { flow: this.importer.task(this.tasks[at]!, data, around), next };
    const { flow, scope } = this.importer.switch(this.tasks[at]!, data, around);
    const ways = this.exitsOf(at).map((exit) => ({
      when: exit.when && conditionIn(exit.when, scope, around.readable),
      flow: this.run(exit.to, meetingPoint, flow.data),
    }));
    return { flow: this.choice(name, ways), next: meetingPoint };
  }

  /** One of several flows. A way without steps leaves no option, only the condition that the others are not taken. */
  private choice(name: string, ways: { when?: string; flow: Flow }[]): Flow {
    const options: Option[] = [];
    const passed: string[] = [];
    for (const { when, flow } of ways) {
      const conditions = [...passed, ...(when === undefined ? [] : [when])];
      if (flow.steps.length > 0)
        options.push({ ...(conditions.length > 0 && { when: both(conditions) }), steps: flow.steps });
      else if (when !== undefined) passed.push(`!(${when})`);
    }
    const gone: Way[] = ways.map(({ when, flow }) => ({
      condition: when,
      steps: namesOf(flow.steps),
      data: flow.data,
    }));
    const choose: Step[] =
      options.length > 0 ? [{ name: this.importer.workflow.names.step(name), choose: options }] : [];
    return { steps: choose, data: met(gone) };
  }

  /** Where a task may lead to. */
  private targetsOf(at: number): number[] {
    const { source } = this.tasks[at]!;
    const skipped = source.has('if') ? [at + 1] : [];
    const exits = source.has('switch')
      ? this.exitsOf(at).map(({ to }) => to)
      : [this.targetOf(at, source.field('then'))];
    return [...exits, ...skipped];
  }

  /** The cases of a `switch`, the default one last; without a default, the next task is. */
  private exitsOf(at: number): (Omit<Exit, 'when'> & { when?: Source })[] {
    const { source } = this.tasks[at]!;
    const cases = source
      .required('switch')
      .items()
      .map((item) => {
        const [, each] = item.only();
        return { each, when: each.field('when'), to: this.targetOf(at, each.required('then')) };
      });
    const [otherwise, ...more] = cases.filter(({ when }) => !when);
    for (const { each } of more)
      each.fault('is a second case without a condition', 'write "when" in all but one');
    return [
      ...cases.filter(({ when }) => when),
      otherwise ?? { to: this.targetOf(at, source.field('then')) },
    ];
  }

  /** The place of the task that a directive leads to; the end of the list for `exit` and `end`. */
  private targetOf(at: number, directive: Source | undefined): number {
    if (!directive) return at + 1;
    const to = directive.text();
    if (to === 'continue' || directive.value === undefined) return at + 1;
    if (to === 'exit') return this.end;
    if (to === 'end') {
      if (!this.around.isLast) directive.tell(...ENDS_EVERYTHING);
      return this.end;
    }
    const target = this.tasks.findIndex(({ name }) => name === to);
    if (target > at) return target;
    if (target >= 0)
      directive.tell(
        `going back to "${to}"`,
        'a saga only goes forward',
        'write a "repeat" step in the saga',
      );
    else if (typeof directive.value === 'string')
      directive.fault(`there is no task "${to}" beside this one`, 'name a task of the same list');
    return at + 1;
  }

  private meetingPoint(one: number, other: number): number {
    let [a, b] = [one, other];
    while (a !== b) {
      if (a < b) a = this.meetingPoints[a]!;
      else b = this.meetingPoints[b]!;
    }
    return a;
  }
}

const ENDS_EVERYTHING: [string, string, string] = [
  'ending the workflow from within',
  'a saga ends with its last step; this ends the tasks around it only',
  'put what comes later under a condition',
];
