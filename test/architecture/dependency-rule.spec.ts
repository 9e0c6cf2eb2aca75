import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

const REFUSED = [
  ['libs/definition/src/index.ts', `import '@saga/engine';`],
  ['libs/engine/src/index.ts', `import '@saga/store';`],
  ['libs/engine/src/index.ts', `import 'node:fs';`],
  ['libs/store/src/index.ts', `import '@saga/bus';`],
  ['libs/store/src/index.ts', `import 'kafkajs';`],
  ['libs/bus/src/index.ts', `import '@saga/store';`],
  ['libs/bus/src/index.ts', `import 'pg';`],
  ['libs/contracts/src/index.ts', `import '@saga/bus';`],
  ['libs/participant/src/index.ts', `import '@saga/engine';`],
  ['libs/bus/src/index.ts', `import '@saga/coordinator';`],
  ['services/sagactl/src/main.ts', `import '@saga/store';`],
  ['services/coordinator/src/index.ts', `import '../../../libs/store/src/index.js';`],
];

const ACCEPTED = [
  ['libs/engine/src/index.ts', `import '@saga/definition';`],
  ['libs/store/src/index.ts', `import '@saga/engine';`],
  ['libs/bus/src/index.ts', `import '@saga/contracts';`],
  ['services/coordinator/src/index.ts', `import '@saga/bus/nest';`],
];

/** How many imports the linter refuses in each file. */
function refusals(files: string[][]): number[] {
  const script = join(__dirname, 'lint-imports.mjs');
  // Where CI is set the linter's parser reads a file from the disk, whatever text it is given.
  const env = { ...process.env, CI: 'false' };
  const options = { cwd: root, env, input: JSON.stringify(files), encoding: 'utf8' } as const;
  const { stdout, stderr } = spawnSync('node', [script], options);
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as number[];
}

test('the linter refuses what breaks the dependency rule, and nothing else', () => {
  const files = [...REFUSED, ...ACCEPTED];
  const counts = refusals(files);
  expect(files.map(([file, line], i) => `${file} ${line} ${counts[i]}`)).toEqual([
    ...REFUSED.map(([file, line]) => `${file} ${line} 1`),
    ...ACCEPTED.map(([file, line]) => `${file} ${line} 0`),
  ]);
}, 60_000);
