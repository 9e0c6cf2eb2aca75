import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const page = readFileSync(join(__dirname, '../../../../docs/import-serverless-workflow.md'), 'utf8');
const [before, after, left] = [...page.matchAll(/```(?:yaml|text)\n([^]*?)```/g)].map(([, text]) => text!);

const folder = scratchFolder();
afterAll(() => folder.remove());

it('the example of the page is imported as the page shows it', async () => {
  const file = folder.write('order.yaml', before!);
  const { status, out, err } = await recorded(['import', file]);
  expect({ status, out, err: err.replaceAll(file, 'order.yaml') }).toEqual({
    status: 3,
    out: after,
    err: left,
  });
});
