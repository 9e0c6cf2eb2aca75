import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runStep } from './run.mjs';

const CONSOLE = 'services/console';
const SOURCES = ['index.html', 'package.json', 'vite.config.ts', 'public', 'src'];

/** Builds the operators' console, unless it has been built since its sources last changed. */
export async function buildConsole() {
  const built = await changedAt(join(ROOT, CONSOLE, 'dist/index.html')).catch(() => 0);
  const changes = await Promise.all(SOURCES.map((source) => latestChange(join(ROOT, CONSOLE, source))));
  if (Math.max(...changes) < built) return;
  await runStep('Building the console', 'vite', ['build', '--logLevel', 'warn', CONSOLE]);
}

/** A folder changes, too, when a file in it is removed or renamed. */
async function latestChange(path) {
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  const times = await Promise.all(['', ...entries].map((entry) => changedAt(join(path, entry))));
  return Math.max(...times);
}

async function changedAt(path) {
  return (await stat(path)).mtimeMs;
}
