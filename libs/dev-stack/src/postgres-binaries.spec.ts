import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPackage, postgresBinaries } from './postgres-binaries.js';
import { unprivilegedUser } from './unprivileged-user.js';

const run = promisify(execFile);
const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe("Postgres' programs", () => {
  let sandbox: string;
  beforeEach(async () => {
    sandbox = await mkdtemp(join(tmpdir(), 'binaries-spec-'));
    await chmod(sandbox, 0o755);
  });
  afterEach(() => rm(sandbox, { recursive: true }));

  /** The package as npm unpacks it in a private folder, with no install script run: without its links. */
  const unpackInPrivate = async (): Promise<string> => {
    const folder = join(sandbox, 'private');
    await mkdir(folder, { mode: 0o700 });
    await cp(findPackage(), join(folder, 'package'), {
      recursive: true,
      filter: (path) => !/\.so(\.\d+)?$/.test(path) || /x86|plpgsql|postgresql/.test(path),
    });
    return join(folder, 'package');
  };

  it('have their libraries, also when no install script has run', async () => {
    const source = await unpackInPrivate();
    expect(await readdir(join(source, 'native/lib'))).not.toContain('libpq.so.5');
    const programs = await postgresBinaries({ candidates: [join(sandbox, 'cache')] }, source);
    expect(await readdir(join(programs, 'lib'))).toContain('libpq.so.5');
    const { stdout } = await run(join(programs, 'bin/initdb'), ['--version']);
    expect(stdout).toMatch(/^initdb \(PostgreSQL\) 18\./);
  });

  asRoot('can be run by another user, also when the clone lies in a private folder', async () => {
    const source = await unpackInPrivate();
    const candidates = [join(sandbox, 'private/cache'), join(sandbox, 'cache')];
    const programs = await postgresBinaries({ candidates, forEveryone: true }, source);
    const user = await unprivilegedUser();
    const { stdout } = await run(join(programs, 'bin/postgres'), ['--version'], { ...user, cwd: '/' });
    expect(stdout).toMatch(/^postgres \(PostgreSQL\) 18\./);
  });
});
