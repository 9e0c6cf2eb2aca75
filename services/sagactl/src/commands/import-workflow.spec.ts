import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, parseDefinition } from '@saga/definition';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const CLEAN = `
document: { dsl: '1.0.3', namespace: shop, name: refund, version: '1.0.0' }
do:
  - pay:
      call: payments.pay
      with: { sum: '\${ .sum }' }
      metadata: { compensate: none }
`;
const PARTLY = CLEAN.replace('metadata: { compensate: none }', 'timeout: { after: PT5S }\n      retries: 3');
const folder = scratchFolder();
afterAll(() => folder.remove());

it('prints the saga in YAML', async () => {
  const { status, out, err } = await recorded(['import', '-'], { stdin: CLEAN });
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toBe(`# Imported from a workflow of the CNCF Serverless Workflow DSL. All of it is mapped.
name: refund
description: From the Serverless Workflow shop/refund 1.0.0 (DSL 1.0.3).
steps:
  - name: pay
    command: payments.pay
    input:
      sum: \${ input.sum }
    compensate: none
output: \${ steps.pay }
`);
});

it('lists what the saga does not say, each with its place and its fix, and ends with status 3', async () => {
  const file = folder.write('partly.yaml', PARTLY);
  const { status, out, err } = await recorded(['import', file]);
  expect(status).toBe(3);
  expect(err.split('\n')).toEqual([
    `${file}:4:5: how "pay" is undone: a workflow stops where it fails, a saga undoes what was done before`,
    expect.stringMatching(/^ {2}at \/do\/0\/pay\/metadata\/compensate; fix: name the command/),
    `${file}:8:7: retries: the import does not know it`,
    '  at /do/0/pay/retries; fix: see whether the saga needs it',
    '',
  ]);
  expect(out).toMatch(/^# Imported .* as listed by the import: 2\.\n/);
  expect(() => compile(parseDefinition(out), 1)).not.toThrow();
});

it('writes JSON where it is asked for, or the output is called so', async () => {
  const { out } = await recorded(['import', '-', '--format', 'json'], { stdin: CLEAN });
  const output = join(folder.path, 'saga.json');
  await recorded(['import', '-', '--output', output], { stdin: CLEAN });
  expect(readFileSync(output, 'utf8')).toBe(out);
  expect(JSON.parse(out)).toMatchObject({ name: 'refund', steps: [{ name: 'pay' }] });
});

it.each([
  ['no YAML', 'a: [', 'standard input: line 1, column 5: '],
  [
    'no workflow',
    'name: refund',
    'standard input:1:1: "document" is missing\n  at /document; fix: add "document"',
  ],
  [
    'a wrong part',
    CLEAN.replace('payments.pay', '7'),
    'standard input:5:7: a number where a text is expected',
  ],
])('names all that is wrong with %s, and ends with status 2', async (_what, stdin, message) => {
  const { status, out, err } = await recorded(['import', '-'], { stdin });
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toContain(message);
});

it('says so if there is nothing to import', async () => {
  const { status, err } = await recorded(['import', join(folder.path, 'nowhere.yaml')]);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('there is no such file') });
});
