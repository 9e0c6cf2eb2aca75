import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const doc = readFileSync(join(__dirname, '../../docs/testing.md'), 'utf8');
const specs = ['approve-loan.spec.ts', '../../libs/testkit/src/saga-test.spec.ts'].map((file) =>
  readFileSync(join(__dirname, file), 'utf8'),
);

it('what docs/testing.md shows is from a test that runs', () => {
  const shown = [...doc.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  expect(shown).toHaveLength(3);
  const code = specs.flatMap((spec) => [spec, spec.replaceAll(/^ {2}/gm, '')]);
  for (const each of shown) expect(code.some((text) => text.includes(each!))).toBe(true);
});
