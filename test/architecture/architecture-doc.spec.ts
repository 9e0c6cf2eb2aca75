import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** Package by package what it imports of the others, as its sources have it. */
function importsInSources(): Record<string, string[]> {
  const folders = ['libs', 'services'].flatMap((group) =>
    readdirSync(join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(root, group, entry.name)),
  );
  return Object.fromEntries(
    folders.map((folder) => [basename(folder), importedBy(join(folder, 'src'), basename(folder))]),
  );
}

function importedBy(folder: string, itself: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file),
  );
  const names = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import\(?)\s*'@saga\/([a-z-]+)/g)].map(
      ([, name]) => name!,
    ),
  );
  return [...new Set(names)].filter((name) => name !== itself).sort();
}

/** Package by package where its arrows lead in the page's picture. */
function importsInPicture(): Record<string, string[]> {
  const [, section] = page.split('\n## Packages\n');
  const [, picture] = section!.split(/```(?:mermaid)?\n/);
  const imports: Record<string, string[]> = {};
  for (const line of picture!.trim().split('\n').slice(1)) {
    const [from, to = ''] = line.split('-->').map((side) => side.trim());
    const targets = to.split('&').flatMap((name) => name.trim() || []);
    imports[from!] = [...(imports[from!] ?? []), ...targets].sort();
    for (const target of targets) imports[target] ??= [];
  }
  return imports;
}

describe('docs/architecture.md', () => {
  it('draws the packages and their imports as they are', () => {
    expect(importsInPicture()).toEqual(importsInSources());
  });

  it('leads to pages that are there', () => {
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => join(root, 'docs', path!));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
