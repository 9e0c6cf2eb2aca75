import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const doc = readFileSync(join(__dirname, '../../docs/testing.md'), 'utf8');
const spec = readFileSync(join(__dirname, 'approve-loan.spec.ts'), 'utf8');

it('what docs/testing.md shows is from a test that runs', () => {
  const shown = [...doc.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  expect(shown).toHaveLength(2);
  const code = spec.replaceAll(/^ {2}/gm, '');
  for (const each of shown) expect([spec, code].some((text) => text.includes(each!))).toBe(true);
});
