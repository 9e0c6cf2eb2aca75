import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runStep } from './run.mjs';

/** Installs what package-lock.json asks for, unless node_modules already holds it. */
export async function installDependencies() {
  const [wanted, installed] = await Promise.all([
    readPackages('package-lock.json'),
    readPackages('node_modules/.package-lock.json').catch(() => ({})),
  ]);
  if (isInstalled(wanted, installed)) return;
  // Nothing here needs its install script, and newer npm versions run none without being asked.
  const quick = ['--ignore-scripts', '--no-audit', '--no-fund'];
  await runStep('Installing the dependencies', 'npm', [
    'ci',
    '--include=dev',
    '--include=optional',
    ...quick,
  ]);
}

/**
 * Compares the `packages` of package-lock.json with those of the lock that npm keeps in node_modules.
 * Optional packages may be missing: they are for other platforms.
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, integrity, resolved, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity && found.resolved === resolved;
  });
}

async function readPackages(file) {
  return JSON.parse(await readFile(join(ROOT, file), 'utf8')).packages;
}
