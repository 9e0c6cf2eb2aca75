import {
  compile,
  type Compensation,
  InvalidDefinition,
  type SagaDefinition,
  type Step,
} from '@saga/definition';
import fc from 'fast-check';

/** One thing that is different in the next version; `where` picks a flow and `at` a step in it. */
export interface Change {
  what: (typeof KINDS)[number];
  where: number;
  at: number;
  /** Whether whoever migrates says what a renamed step is called. */
  isTold: boolean;
}

const KINDS = [
  ...(['insert', 'insert', 'append', 'remove', 'rename', 'rename', 'swap-names', 'reorder', 'move'] as const),
  ...(['retry', 'command', 'compensation', 'lock', 'condition', 'rounds', 'join', 'order'] as const),
];

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...KINDS),
    where: fc.nat({ max: 20 }),
    at: fc.nat({ max: 20 }),
    isTold: fc.nat({ max: 4 }).map((n) => n > 0),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The next version of a definition, with the new names that are told. Changes that make no sound definition are left out. */
export function changed(definition: SagaDefinition, wanted: Change[]) {
  let next = definition;
  let names: Record<string, string> = {};
  wanted.forEach((change, i) => {
    const draft = structuredClone(next);
    const told = { ...names };
    apply(draft, change, i, told);
    if (!isSound(draft)) return;
    next = draft;
    names = told;
  });
  return { definition: next, names };
}

function isSound(definition: SagaDefinition): boolean {
  try {
    compile(definition, 1);
    return true;
  } catch (error) {
    if (error instanceof InvalidDefinition) return false;
    throw error;
  }
}

function apply(
  definition: SagaDefinition,
  { what, where, at, isTold }: Change,
  i: number,
  names: Record<string, string>,
): void {
  const flows = flowsIn(definition.steps);
  const all = flows.flat();
  const flow = flows[where % flows.length]!;
  const place = at % flow.length;
  const step = flow[place];
  if (!step) return;
  const rename = (each: Step, name: string) => {
    const old = Object.keys(names).find((key) => names[key] === each.name) ?? each.name;
    if (isTold) names[old] = name;
    each.name = name;
  };
  switch (what) {
    case 'insert':
      return void flow.splice(place, 0, fresh(i, at));
    case 'append':
      return void flow.push(fresh(i, at));
    case 'remove':
      return void flow.splice(place, 1);
    case 'rename':
      return rename(step, `renamed${i}`);
    case 'swap-names': {
      const other = flow[(place + 1) % flow.length]!;
      const [name, otherName] = [step.name, other.name];
      rename(step, 'between');
      rename(other, name);
      return rename(step, otherName);
    }
    case 'reorder':
      return void flow.splice((place + 1) % flow.length, 0, ...flow.splice(place, 1));
    case 'move':
      return void flows[at % flows.length]!.push(...flow.splice(place, 1));
    case 'retry':
      if ('command' in step) step.retry = { attempts: 1 + (at % 5), backoff: '5ms' };
      return;
    case 'command':
      if ('command' in step) step.command = 'any.other';
      return;
    case 'compensation':
      if ('command' in step && step.compensate !== undefined)
        step.compensate = COMPENSATIONS[at % COMPENSATIONS.length];
      return;
    case 'lock':
      if ('lock' in step) delete step.lock;
      else if ('command' in step) step.lock = { key: "'any'", timeout: '50ms' };
      return;
    case 'condition':
      for (const each of all) if ('choose' in each) each.choose[0]!.when = String(at % 2 === 0);
      return;
    case 'rounds':
      for (const each of all) if ('repeat' in each) each.repeat.atMost = 1 + (at % 3);
      return;
    case 'join':
      for (const each of all) if ('parallel' in each) each.parallel.join = at % 2 === 0 ? 'any' : 'all';
      return;
    case 'order':
      definition.compensation = { order: at % 2 === 0 ? 'reverse' : 'parallel', concurrency: 1 + (at % 3) };
  }
}

const COMPENSATIONS: (Compensation | 'none')[] = [
  'none',
  { command: 'any.undo-other' },
  { command: 'any.undo-s1', input: { more: true } },
  { command: 'any.undo-s1', input: { missing: '${ input.missing }' } },
];

function fresh(i: number, at: number): Step {
  const name = `fresh${i}`;
  if (at % 5 === 0) return { name, delay: '30ms' };
  if (at % 5 === 1) return { name, command: `any.${name}` };
  return { name, command: `any.${name}`, compensate: at % 5 === 2 ? 'none' : `any.undo-${name}` };
}

function flowsIn(steps: Step[]): Step[][] {
  const inside = steps.flatMap((step): Step[][] => {
    if ('parallel' in step) return Object.values(step.parallel.branches);
    if ('choose' in step) return step.choose.map((option) => option.steps);
    if ('try' in step) return step.try.map((way) => way.steps);
    if ('each' in step) return [step.each.steps];
    return 'repeat' in step ? [step.repeat.steps] : [];
  });
  return [steps, ...inside.flatMap(flowsIn)];
}
