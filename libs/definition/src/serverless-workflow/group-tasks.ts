import type { DelayStep, EachStep, ParallelStep, Step } from '../saga-definition.js';
import { met } from './data-flow.js';
import { durationIn } from './durations.js';
import { celFor, expressionIn, filterIn } from './expressions.js';
import type { FlowImporter } from './flow-importer.js';
import { type Group, namesOf } from './outcome.js';
import { childrenOf } from './ledger.js';
import { reading, unknown } from './value.js';
import type { Standing, Task } from './workflow.js';

/** Steps one after the other need no group of their own. */
export function doTask({ source }: Task, { scope, data, around }: Standing, importer: FlowImporter): Group {
  const flow = importer.sequence(source.required('do'), { ...data, dot: scope.dot }, around);
  return { steps: flow.steps, output: flow.data.dot, context: flow.data.context };
}

/** What is set is put in wherever it is read. */
export function setTask({ source }: Task, { scope }: Standing): Group {
  return { steps: [], output: filterIn(source.required('set'), scope) };
}

/** A pause. */
export function waitTask({ name, source }: Task, { scope }: Standing, { workflow }: FlowImporter): Group {
  const delay = durationIn(source.required('wait'));
  const steps: DelayStep[] = delay === undefined ? [] : [{ name: workflow.names.step(name), delay }];
  return { steps, output: scope.dot };
}

const FOR_ITS_BRANCH = 'a branch exports to itself alone, and what runs side by side has no order';

/** Branches side by side; if they compete, the first to end is enough and the others are undone. */
export function forkTask(
  { name, source }: Task,
  { scope, data, around }: Standing,
  importer: FlowImporter,
): Group {
  const fork = source.required('fork');
  const competes = fork.field('compete')?.flag() ?? false;
  const inside = { ...around, isLast: false };
  const flows = fork
    .required('branches')
    .items()
    .map((branch) => ({
      name: branch.only()[0],
      ...importer.branch(branch, { ...data, dot: scope.dot }, inside),
    }));
  const context = flows.every((flow) => flow.data.context === data.context)
    ? data.context
    : unknown(FOR_ITS_BRANCH);
  const busy = flows.filter(({ steps }) => steps.length > 0);
  const outputs = flows.map((flow) => flow.data.dot);
  if (competes && busy.length < flows.length)
    fork.tell(
      'branches that end at once',
      'they would win every time, as they only compute data',
      'remove the branches, or those that they compete with',
    );
  const ways = busy.map(({ steps, data }) => ({ steps: namesOf(steps), data }));
  const output = competes && ways.length > 0 ? met(ways).dot : ({ kind: 'list', items: outputs } as const);
  if (busy.length < 2) return { steps: busy.flatMap(({ steps }) => steps), output, context };
  const branches: Record<string, Step[]> = {};
  for (const { name, steps } of busy) branches[branchName(name, branches)] = steps;
  const step: ParallelStep = {
    name: importer.workflow.names.step(name),
    parallel: { ...(competes && { join: 'any' }), branches },
  };
  return { steps: [step], output, context };
}

function branchName(written: string, others: object): string {
  const name =
    written
      .replace(/[^A-Za-z0-9 _-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 90) || 'branch';
  let free = name;
  for (let i = 2; Object.hasOwn(others, free); i++) free = `${name} ${i}`;
  return free;
}

/** A loop over a list, one item after the other, as the DSL has it. */
export function forTask(
  { name, source }: Task,
  { scope, data, around }: Standing,
  importer: FlowImporter,
): Group {
  const { workflow } = importer;
  const loop = source.required('for');
  const list = loop.required('in');
  const step = workflow.names.step(name);
  const item = loop.field('each')?.text() ?? 'item';
  const place = loop.field('at')?.text() ?? 'index';
  const as = workflow.names.item(item);
  source
    .field('while')
    ?.leaveOut(
      'a condition to go on',
      'a saga does all items of the list that it has at the beginning',
      'choose the items beforehand, in the expression of "in", or put the steps under a condition',
    );
  const body = source.required('do');
  const readable = [...new Set([...around.readable, as, 'index'])];
  const variables = {
    ...hideOuterPlaces(around.variables),
    [item]: reading(as),
    [place]: reading('index'),
  };
  const context = exportsAnything(body.value) ? unknown(FROM_ROUND_TO_ROUND) : data.context;
  const flow = importer.sequence(
    body,
    {
      dot: unknown('in a loop it is the output of the round before: read $' + item),
      context,
    },
    { ...around, isLast: false, variables, readable },
  );
  const output = unknown(
    `it is the output of the last round of "${name}": list what you need in "output" of step "${step}"`,
  );
  if (flow.steps.length === 0) {
    list.cover();
    source.tell(
      'a loop without steps',
      'there is nothing to do in it',
      'compute what it computes in a participant',
    );
    return { steps: [], output, context };
  }
  const each: EachStep = {
    name: step,
    each: {
      in: celFor(list, expressionIn(list, scope), around.readable) ?? '[]',
      as,
      concurrency: 1,
      steps: flow.steps,
    },
  };
  return { steps: [each], output, context };
}

const FROM_ROUND_TO_ROUND =
  'what is exported in a loop is not handed on, from round to round or to what follows';

/** In an inner loop `index` is its own. */
function hideOuterPlaces(variables: Standing['around']['variables']): Standing['around']['variables'] {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.kind === 'path' && value.base === 'index'
        ? unknown('in a loop within a loop only the place in the inner one can be read')
        : value,
    ]),
  );
}

function exportsAnything(tasks: unknown): boolean {
  return childrenOf(tasks).some(([name, child]) => name === 'export' || exportsAnything(child));
}
