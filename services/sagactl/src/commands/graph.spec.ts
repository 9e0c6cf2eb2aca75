import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const SAGA = 'name: refund\nsteps: [{ name: pay, command: payments.pay, compensate: none }]';
const folder = scratchFolder();
afterAll(() => folder.remove());

it('prints Mermaid', async () => {
  const { status, out } = await recorded(['graph', '-'], { stdin: SAGA });
  expect(status).toBe(0);
  expect(out).toMatch(/^flowchart TD\n[^]*"pay<br\/>payments.pay"/);
});

it.each([
  ['asked for', ['--format', 'svg']],
  ['the output is called so', ['--output', join(folder.path, 'named.svg')]],
])('draws SVG if %s', async (_when, options) => {
  const { status, out } = await recorded(['graph', '-', ...options], { stdin: SAGA });
  expect(status).toBe(0);
  const drawn = options[0] === '--output' ? readFileSync(options[1]!, 'utf8') : out;
  expect(drawn).toMatch(/^<\?xml[^]*payments\.pay[^]*<\/svg>/);
});

it('draws no saga that has faults, but tells them', async () => {
  const { status, out, err } = await recorded(['graph', '-'], { stdin: 'name: refund' });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('standard input:1:1: "steps" is missing');
});

it.each([
  ['a folder', folder.path, 'is a folder, name a file in it'],
  ['in a folder that is not there', join(folder.path, 'no/where.mmd'), 'its folder does not exist'],
])('says so if the output is %s', async (_what, output, reason) => {
  const { status, err } = await recorded(['graph', '-', '--output', output], { stdin: SAGA });
  expect(status).toBe(2);
  expect(err).toContain(`error: can't write ${output}: `);
  expect(err).toContain(reason);
});

it('says so if there is nothing to draw', async () => {
  expect(await recorded(['graph', join(folder.path, 'nowhere.yaml')])).toMatchObject({
    status: 2,
    err: expect.stringContaining('there is no such file'),
  });
});
