import { chmod, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheCandidates, cached } from './cache.js';

describe('the cache', () => {
  let sandbox: string;
  beforeEach(async () => {
    sandbox = await mkdtemp(join(tmpdir(), 'cache-spec-'));
    await chmod(sandbox, 0o755);
  });
  afterEach(() => rm(sandbox, { recursive: true }));

  const writeGreeting = (folder: string) => writeFile(join(folder, 'greeting'), 'hello');

  it('builds a folder once', async () => {
    const build = jest.fn(writeGreeting);
    const candidates = [join(sandbox, 'cache')];
    const first = await cached('thing-1', build, { candidates });
    const second = await cached('thing-1', build, { candidates });
    expect(second).toBe(first);
    expect(build).toHaveBeenCalledTimes(1);
    expect(await readFile(join(first, 'greeting'), 'utf8')).toBe('hello');
  });

  it('shows one whole folder to builders that race', async () => {
    const candidates = [join(sandbox, 'cache')];
    const folders = await Promise.all([1, 2, 3].map(() => cached('thing-1', writeGreeting, { candidates })));
    expect(new Set(folders).size).toBe(1);
    expect(await readdir(candidates[0]!)).toEqual(['thing-1']);
  });

  it('keeps nothing of a build that failed', async () => {
    const candidates = [join(sandbox, 'cache')];
    const failing = cached('thing-1', () => Promise.reject(new Error('no network')), { candidates });
    await expect(failing).rejects.toThrow('no network');
    expect(await readdir(candidates[0]!)).toEqual([]);
  });

  it('passes over a folder that others can write to, or that is a link', async () => {
    const open = join(sandbox, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    const link = join(sandbox, 'link');
    await symlink(sandbox, link);
    const good = join(sandbox, 'good');
    const folder = await cached('thing-1', writeGreeting, { candidates: [open, link, good] });
    expect(folder).toBe(join(good, 'thing-1'));
  });

  it('passes over a private folder when other users must get in', async () => {
    const hidden = join(sandbox, 'hidden');
    await mkdir(hidden, { mode: 0o700 });
    const candidates = [join(hidden, 'cache'), join(sandbox, 'cache')];
    const folder = await cached('thing-1', writeGreeting, { candidates, forEveryone: true });
    expect(folder).toBe(join(sandbox, 'cache', 'thing-1'));
  });

  it('lets other users in under a strict umask too', async () => {
    const umask = process.umask(0o077);
    try {
      const candidates = [join(sandbox, 'cache')];
      await expect(
        cached('thing-1', writeGreeting, { candidates, forEveryone: true }),
      ).resolves.toBeDefined();
    } finally {
      process.umask(umask);
    }
  });

  it('says what was wrong with each folder when none will do', async () => {
    const file = join(sandbox, 'file');
    await writeFile(file, '');
    const attempt = cached('thing-1', writeGreeting, { candidates: [file] });
    await expect(attempt).rejects.toThrow(/set XDG_CACHE_HOME.*\n.*file: EEXIST/);
  });
});

describe('cacheCandidates', () => {
  it("starts with the user's cache folder and ends with a temporary one", () => {
    expect(cacheCandidates({ XDG_CACHE_HOME: '/home/ann/cache' }, 1000)).toEqual([
      '/home/ann/cache/saga-coordinator',
      join(tmpdir(), 'saga-coordinator-1000'),
    ]);
  });

  it("has the machine's cache folder for root, whose own is private", () => {
    expect(cacheCandidates({}, 0)).toContain('/var/cache/saga-coordinator');
  });
});
