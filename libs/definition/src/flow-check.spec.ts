import { compile } from './compile.js';
import { InvalidDefinition } from './fault.js';
import type { CommandStep, SagaDefinition, Step } from './saga-definition.js';

const step = (name: string, rest: Partial<CommandStep> = {}): CommandStep => ({
  name,
  command: `any.${name.toLowerCase()}`,
  compensate: 'none',
  ...rest,
});

function faultsOf(steps: Step[], rest: Partial<SagaDefinition> = {}) {
  try {
    compile({ name: 'order', steps, ...rest }, 1);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.faults;
    throw error;
  }
}

describe('names', () => {
  it('are used once', () => {
    expect(faultsOf([step('a'), step('b'), step('a')])).toEqual([
      { path: '/steps/2/name', message: '"a" is also the name of the step at /steps/0', fix: 'rename one' },
    ]);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('may not be %s', (name) => {
    expect(faultsOf([step(name)])).toEqual([
      { path: '/steps/0/name', message: `"${name}" is a reserved name`, fix: 'rename the step' },
    ]);
  });
});

it('no command is for a participant that the coordinator has built in', () => {
  const locking = { lock: { key: 'input.id' }, command: 'locks.take', compensate: 'locks.free' };
  const asking = { status: 'saga.status', reread: { command: 'locks.read', unchanged: 'true' } };
  const verified = { compensate: { command: 'any.undo', verify: 'saga.verify' } };
  expect(faultsOf([step('a', { ...locking, ...asking }), step('b', verified)])).toEqual(
    [
      ['/steps/0/command', 'locks.take', 'locks'],
      ['/steps/0/compensate', 'locks.free', 'locks'],
      ['/steps/0/reread', 'locks.read', 'locks'],
      ['/steps/0/status', 'saga.status', 'saga'],
      ['/steps/1/compensate/verify', 'saga.verify', 'saga'],
    ].map(([path, command, participant]) => ({
      path,
      message: `"${command}" is for "${participant}", which the coordinator has built in`,
      fix: 'call the participant otherwise',
    })),
  );
});

describe('the pivot', () => {
  it('is one at the most', () => {
    expect(faultsOf([step('a', { pivot: true }), step('b'), step('c', { pivot: true })])).toEqual([
      {
        path: '/steps/2/pivot',
        message: 'a second pivot: step "a" is one already',
        fix: 'keep the one after which there is no going back',
      },
    ]);
  });

  it('asks every step before it to say how it is undone', () => {
    const pivot = step('b', { compensate: undefined, pivot: true });
    expect(faultsOf([step('a', { compensate: undefined }), pivot])).toEqual([
      {
        path: '/steps/0/compensate',
        message: 'step "a" comes before any pivot and says nothing of how it is undone',
        fix: 'name the compensating command, or write "compensate: none" for a step that changes nothing',
      },
    ]);
  });

  it('makes compensations at and after it senseless', () => {
    const undone = { compensate: 'any.undo' };
    expect(faultsOf([step('a', { ...undone, pivot: true }), step('b', undone)])).toEqual([
      {
        path: '/steps/0/compensate',
        message: 'step "a" is the pivot and is never undone',
        fix: 'remove the compensation or move the pivot',
      },
      {
        path: '/steps/1/compensate',
        message: 'step "b" is after the pivot and is never undone',
        fix: 'remove the compensation or move the pivot',
      },
    ]);
  });
});

describe('the deadline', () => {
  it('is not shorter than the timeout of a step', () => {
    expect(faultsOf([step('a', { timeout: '2m' })], { deadline: '1m' })).toEqual([
      {
        path: '/deadline',
        message: "the saga's deadline of 1m is shorter than a step's timeout or delay of 120000 ms",
        fix: 'lengthen the deadline or shorten the step',
      },
    ]);
  });

  it('is not shorter than a delay', () => {
    expect(faultsOf([{ name: 'pause', delay: '2h' }, step('a')], { deadline: '1h' })).toMatchObject([
      { path: '/deadline', message: expect.stringContaining('delay of 7200000 ms') },
    ]);
  });

  it('may be as long', () => {
    expect(faultsOf([step('a', { timeout: '1m' })], { deadline: '60s' })).toEqual([]);
  });
});

describe('what an expression reads of other steps', () => {
  const reading = (source: string) => ({ input: { value: `\${ ${source} }` } });

  it('is the output of earlier ones', () => {
    expect(faultsOf([step('a'), step('b', reading('steps.a.id'))])).toEqual([]);
  });

  it.each([
    ['a later one', 'steps.c.id', 'no step "c" comes before this one'],
    ['one that does not exist', "steps['d'].id", 'no step "d" comes before this one'],
    ['its own', 'steps.b.id', 'a step cannot read its own output'],
  ])('is not that of %s', (_which, source, reason) => {
    expect(faultsOf([step('a'), step('b', reading(source)), step('c')])).toEqual([
      { path: '/steps/1/input', message: expect.stringContaining(reason), fix: 'earlier steps: a' },
    ]);
  });

  it('is nothing at the first step', () => {
    expect(faultsOf([step('a', reading('steps.b.id')), step('b')])[0]).toMatchObject({
      fix: 'no step comes before this one',
    });
  });

  it('is seen in outputs, too', () => {
    expect(faultsOf([step('a', { output: { id: '${ steps.b.id }' } }), step('b')])[0]).toMatchObject({
      path: '/steps/0/output',
    });
  });
});

describe('a compensation that reads the output of its own step', () => {
  const undo = (id: string) => step('a', { compensate: { command: 'any.undo', input: { id } } });

  it('has to ask first whether there is one', () => {
    expect(faultsOf([undo('${ steps.a.id }')])).toEqual([
      {
        path: '/steps/0/compensate/input',
        message: 'steps.a.id: its output is missing when its outcome is unknown: ask has(steps.a) first',
        fix: 'no step comes before this one',
      },
    ]);
  });

  it('may read it then', () => {
    expect(faultsOf([undo("${ has(steps.a) ? steps.a.id : '' }")])).toEqual([]);
  });
});

describe('groups', () => {
  const reading = (source: string) => ({ input: { value: `\${ ${source} }` } });
  const sideBySide = (left: Step[], right: Step[]): Step => ({
    name: 'group',
    parallel: { branches: { left, right } },
  });
  const oneOf = (...choose: { when?: string; steps: Step[] }[]): Step => ({ name: 'choice', choose });

  it('have no pivot in them', () => {
    expect(faultsOf([sideBySide([step('a', { pivot: true })], [step('b')])])).toEqual([
      {
        path: '/steps/0/parallel/branches/left/0/pivot',
        message: 'step "a" is in a group, where others may be under way when it decides',
        fix: 'put the pivot before or after the group',
      },
    ]);
  });

  it('share their names with no other step, however deep', () => {
    expect(faultsOf([step('a'), oneOf({ steps: [sideBySide([step('b')], [step('a')])] })])).toMatchObject([
      { path: '/steps/1/choose/0/steps/0/parallel/branches/right/0/name' },
    ]);
  });

  it('ask their steps to say how they are undone', () => {
    expect(faultsOf([sideBySide([step('a', { compensate: undefined })], [step('b')])])).toMatchObject([
      { path: '/steps/0/parallel/branches/left/0/compensate' },
    ]);
  });

  it('let a branch read what came before it, not what runs beside it', () => {
    const beside = sideBySide([step('b', reading('steps.a.id'))], [step('c', reading('steps.b.id'))]);
    expect(faultsOf([step('a'), beside])).toMatchObject([
      {
        path: '/steps/1/parallel/branches/right/0/input',
        message: expect.stringContaining('no step "b" comes before this one'),
      },
    ]);
  });

  it('can be read from as a whole once all branches have ended', () => {
    expect(
      faultsOf([sideBySide([step('a')], [step('b')]), step('c', reading('steps.a.id + steps.b.id'))]),
    ).toEqual([]);
  });

  it('may have gone another way: who reads an option asks first', () => {
    const choice = oneOf({ when: 'input.vip', steps: [step('a')] }, { steps: [step('b')] });
    expect(faultsOf([choice, step('c', reading('steps.a.id'))])).toMatchObject([
      { message: 'steps.a.id: it may not have been taken: ask has(steps.a) first' },
    ]);
    expect(faultsOf([choice, step('c', reading('has(steps.a) ? steps.a.id : steps.b.id'))])).toMatchObject([
      { message: 'steps.b.id: it may not have been taken: ask has(steps.b) first' },
    ]);
    expect(faultsOf([choice, step('c', reading('has(steps.a) ? steps.a.id : 0'))])).toEqual([]);
  });

  it('decide by what is known for certain', () => {
    expect(faultsOf([oneOf({ when: 'steps.z.id > 1', steps: [step('a')] })])).toMatchObject([
      {
        path: '/steps/0/choose/0/when',
        message: expect.stringContaining('no step "z" comes before this one'),
      },
    ]);
  });

  it('have no option behind the one that is always taken', () => {
    expect(faultsOf([oneOf({ steps: [step('a')] }, { when: 'true', steps: [step('b')] })])).toEqual([
      {
        path: '/steps/0/choose/1',
        message: 'is never taken: option 0 has no condition',
        fix: 'put the one without "when" last',
      },
    ]);
  });
});

it('all faults come at once, those of expressions among them', () => {
  const faults = faultsOf([
    step('a', { compensate: undefined, input: { id: '${ input. }' } }),
    step('a', { pivot: true }),
    step('b', { pivot: true, output: { id: '${ steps.c }' } }),
  ]);
  expect(faults.map(({ path }) => path)).toEqual([
    '/steps/0/input/id',
    '/steps/1/name',
    '/steps/2/pivot',
    '/steps/0/compensate',
    '/steps/2/output',
  ]);
});
