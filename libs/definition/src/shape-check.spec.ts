import { shapeFaults } from './shape-check.js';

const step = { name: 'reserve', command: 'stock.reserve' };
const saga = (rest: object) => ({ name: 'order', steps: [step], ...rest });
const withStep = (rest: object) => saga({ steps: [{ ...step, ...rest }] });

it('finds nothing wrong with a definition that says all it can', () => {
  const complete = saga({
    description: 'An order',
    deadline: '10m',
    startOn: [
      { event: 'order.placed', topic: 'shop.orders', key: 'event.data.id', input: '${ event.data }' },
    ],
    steps: [
      {
        ...step,
        description: 'Put aside',
        input: { id: '${ input.id }' },
        output: { at: '${ reply.at }' },
        timeout: '30s',
        retry: {
          attempts: 3,
          backoff: '1s',
          factor: 2,
          maxBackoff: '1m',
          jitter: 0.2,
          nonRetryable: ['gone'],
        },
        compensate: { command: 'stock.release', input: {}, timeout: '30s', retry: {} },
        pivot: false,
      },
      { ...step, name: 'pack', compensate: 'stock.unpack' },
      { ...step, name: 'look', compensate: 'none' },
    ],
  });
  expect(shapeFaults(complete)).toEqual([]);
});

describe('each fault names its place, what is wrong, and the fix', () => {
  it.each([
    [null, '', 'null where object is expected', 'write object'],
    ['text', '', 'string where object is expected', 'write object'],
    [[], '', 'array where object is expected', 'write object'],
    [{ steps: [step] }, '/name', '"name" is missing', 'add "name"'],
    [{ name: 'order' }, '/steps', '"steps" is missing', 'add "steps"'],
    [saga({ steps: [] }), '/steps', 'must NOT have fewer than 1 items', 'change the value so'],
    [
      saga({ deadlin: '1m' }),
      '/deadlin',
      'unknown field "deadlin"',
      'use one of: name, description, deadline, output, compensation, onFailure, participants, startOn, steps',
    ],
    [
      saga({ deadline: '1 hour' }),
      '/deadline',
      '"1 hour" does not have the form ^[1-9][0-9]{0,5}(ms|s|m|h|d)$',
      'such as 250ms, 30s, 5m, 2h, 7d',
    ],
    [saga({ name: 'Order' }), '/name', '"Order" does not have the form ^[a-z][a-z0-9-]{0,99}$', 'rename it'],
    [
      withStep({ command: 'reserve' }),
      '/steps/0/command',
      '"reserve" does not have the form ^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$',
      '<participant>.<action>',
    ],
    [withStep({ pivot: 'yes' }), '/steps/0/pivot', 'string where boolean is expected', 'write boolean'],
    [
      withStep({ input: 7 }),
      '/steps/0/input',
      'number where object or string is expected',
      'write object or string',
    ],
    [withStep({ retry: { attempts: 0 } }), '/steps/0/retry/attempts', 'must be >= 1', 'change the value so'],
    [withStep({ retry: { jitter: 1.5 } }), '/steps/0/retry/jitter', 'must be <= 1', 'change the value so'],
    [withStep({ compensate: 5 }), '/steps/0/compensate', 'number where object is expected', 'write object'],
    [withStep({ compensate: {} }), '/steps/0/compensate/command', '"command" is missing', 'add "command"'],
    [
      saga({ startOn: [{ event: 'placed', topic: 'orders' }] }),
      '/startOn/0/key',
      '"key" is missing',
      'add "key"',
    ],
  ])('%j', (definition, path, message, fix) => {
    expect(shapeFaults(definition)).toEqual([{ path, message, fix }]);
  });
});

it('finds all faults at once', () => {
  const faults = shapeFaults({ name: 'Order', steps: [{ name: 'a-b', command: 'x' }, 7], more: true });
  expect(faults.map(({ path }) => path).sort()).toEqual([
    '/more',
    '/name',
    '/steps/0/command',
    '/steps/0/name',
    '/steps/1',
  ]);
});

describe('groups', () => {
  const step = { name: 'a', command: 'any.a' };

  it.each([
    [
      'a single branch',
      { name: 'g', parallel: { branches: { left: [step] } } },
      '/steps/0/parallel/branches',
    ],
    [
      'an empty branch',
      { name: 'g', parallel: { branches: { l: [], r: [step] } } },
      '/steps/0/parallel/branches/l',
    ],
    ['no option', { name: 'g', choose: [] }, '/steps/0/choose'],
    ['an option without steps', { name: 'g', choose: [{ when: 'true' }] }, '/steps/0/choose/0/steps'],
    ['a command beside the group', { ...step, choose: [{ steps: [step] }] }, '/steps/0/command'],
  ])('are refused for %s', (_what, group, path) => {
    expect(shapeFaults({ name: 'x', steps: [group] }).map((fault) => fault.path)).toEqual([path]);
  });
});
