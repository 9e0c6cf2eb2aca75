import { chmod, lstat, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface CacheOptions {
  /** Programs that run as another user must get in: then a folder below a private one won't do. */
  forEveryone?: boolean;
  /** Where to look, best first; by default the user's, the machine's and the temporary folder. */
  candidates?: string[];
}

/**
 * Gives the folder `key` of the cache, and has `build` fill it if it isn't there yet. A half-built
 * folder is never seen, also when several processes build at once.
 * @throws Error when no candidate can be used, or what `build` throws.
 */
export async function cached(
  key: string,
  build: (folder: string) => Promise<void>,
  options: CacheOptions = {},
): Promise<string> {
  const root = await openCache(options);
  const target = join(root, key);
  if (await exists(target)) return target;
  const draft = await mkdtemp(join(root, 'draft-'));
  try {
    await build(draft);
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster: its folder is as good as ours.
    if (!(await exists(target))) throw error;
  }
  return target;
}

/** The folders in which a cache may lie, best first. */
export function cacheCandidates(env: NodeJS.ProcessEnv = process.env, uid = process.getuid?.()): string[] {
  const ofUser = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const ofMachine = uid === 0 ? ['/var/cache'] : [];
  return [
    ...[ofUser, ...ofMachine].map((folder) => join(folder, 'saga-coordinator')),
    join(tmpdir(), `saga-coordinator-${uid ?? 'cache'}`),
  ];
}

async function openCache({
  forEveryone = false,
  candidates = cacheCandidates(),
}: CacheOptions): Promise<string> {
  const refusals: string[] = [];
  for (const folder of candidates) {
    try {
      const isNew = await mkdir(folder, { recursive: true });
      // Whatever the umask: what lies in it is no secret, and other users may have to run it.
      if (isNew) await chmod(folder, 0o755);
      await checkTrust(folder);
      if (forEveryone && !(await everyoneMayEnter(folder))) throw new Error('not open to other users');
      return folder;
    } catch (error) {
      refusals.push(`${folder}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `No usable cache folder; set XDG_CACHE_HOME to one that you own. Tried:\n${refusals.join('\n')}`,
  );
}

/** Programs are run from the cache: no one else may have made it or be able to change it. */
async function checkTrust(folder: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const found = await lstat(folder);
  if (!found.isDirectory()) throw new Error('not a folder');
  if (found.uid !== uid) throw new Error('owned by another user');
  if (found.mode & 0o022) throw new Error('writable by other users');
  const draft = await mkdtemp(join(folder, 'draft-'));
  await rm(draft, { recursive: true });
}

/** Whether users without special rights can reach what is in the folder. */
export async function everyoneMayEnter(folder: string): Promise<boolean> {
  if (!((await stat(folder)).mode & 0o001)) return false;
  const parent = dirname(folder);
  return parent === folder || everyoneMayEnter(parent);
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );
