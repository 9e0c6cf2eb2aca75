import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const folder = scratchFolder();
afterAll(() => folder.remove());

const step = (name: string, more = '') => `{ name: ${name}, command: any.${name}, compensate: none${more} }`;
const file = (name: string, ...steps: string[]) =>
  folder.write(name, `name: trip\nsteps:\n${steps.map((each) => `  - ${each}\n`).join('')}`);
const first = file('first.yaml', step('a'), step('b'), step('c'), step('d'));
const second = file(
  'second.yaml',
  step('c'),
  step('a', ', timeout: 5s'),
  '{ name: last, command: any.d, compensate: none }',
  step('x'),
);
const faulty = folder.write('faulty.yaml', 'name: trip');

it('tells in what the definitions of two files differ', async () => {
  expect(await recorded(['diff', first, second])).toEqual({
    status: 0,
    err: '',
    out: [
      '- b, after a',
      '+ x, after last',
      '~ a moved: first -> after c',
      '~ a timeout: nothing -> "5s"',
      '~ d is called last',
      '',
    ].join('\n'),
  });
});

it('says so if they say the same', async () => {
  expect((await recorded(['diff', first, first])).out).toBe('They say the same.\n');
});

it('answers programs in JSON', async () => {
  const { out } = await recorded(['diff', '--format', 'json', first, second]);
  expect(JSON.parse(out)).toContainEqual({ change: 'added', step: 'x', place: 'after last' });
});

it('tells the faults of a definition that has any', async () => {
  const { status, out, err } = await recorded(['diff', first, faulty]);
  expect({ status, out, err }).toEqual({
    status: 1,
    out: '',
    err: expect.stringContaining('"steps" is missing'),
  });
});

it.each([
  ['one file', ['diff', first]],
  ['four', ['diff', first, first, first, first]],
  ['two versions that are none', ['diff', 'trip', 'one', '2']],
])('asks for two files, or a definition and two versions, if it gets %s', async (_what, args) => {
  const { status, err } = await recorded(args);
  expect({ status, err }).toEqual({
    status: 2,
    err: expect.stringContaining('name two files, or a definition and two versions of it'),
  });
});
