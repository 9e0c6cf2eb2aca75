import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinition, type SagaDefinition } from '@saga/definition';
import { drawSaga } from '../../services/sagactl/src/graph/draw-saga.js';
import { mermaid } from '../../services/sagactl/src/graph/mermaid.js';
import { readExample } from './read-example.js';

const examples = join(__dirname, '../../docs/examples');
const gallery = readFileSync(join(examples, 'README.md'), 'utf8');
const names = readdirSync(join(examples, 'sagas')).map((file) => file.replace('.yaml', ''));
/** It is shown with the saga that starts it. */
const CHILD = 'pay-seller';

describe.each(names.filter((name) => name !== CHILD))('%s in the gallery of samples', (name) => {
  const section = gallery.split(/^## /m).find((each) => each.startsWith(`${name}\n`));

  it('is drawn as it is defined', () => {
    const drawn = mermaid(drawSaga(parseDefinition(readExample(name)) as SagaDefinition));
    expect(section?.match(/```mermaid\n([^`]*)```/)?.[1]).toBe(drawn);
  });

  it('is linked from the list, links to its definition, and has a test', () => {
    expect(gallery).toContain(`- [${name}](#${name})\n`);
    expect(section).toContain(`](sagas/${name}.yaml)`);
    expect(existsSync(join(__dirname, `${name}.spec.ts`))).toBe(true);
  });
});

it('the gallery shows twelve samples', () => {
  expect(gallery.match(/^## /gm)).toHaveLength(12);
});
