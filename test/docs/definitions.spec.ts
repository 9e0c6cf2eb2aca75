import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, parseDefinition } from '@saga/definition';

const docs = join(__dirname, '../../docs');
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));

/** The definitions that a page shows, by page and name. */
function definitionsIn(page: string): [title: string, yaml: string][] {
  const text = readFileSync(join(docs, page), 'utf8');
  return [...text.matchAll(/```yaml\n([^]*?)```/g)].flatMap(([, yaml]) => {
    const [, name] = /^name: (.*)$/m.exec(yaml!) ?? [];
    return name ? [[`${page}: ${name}`, yaml!]] : [];
  });
}

it.each(pages.flatMap(definitionsIn))('%s can be registered as it is shown', (_title, yaml) => {
  expect(() => compile(parseDefinition(yaml), 1)).not.toThrow();
});
