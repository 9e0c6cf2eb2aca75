import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A repository in small: the real bootstrap, with tools that only write down how they were called. */
describe('the bootstrap', () => {
  let repository: string;
  let calls: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    repository = await mkdtemp(join(tmpdir(), 'bootstrap-spec-'));
    calls = join(repository, 'calls');
    await writeFile(calls, '');
    const home = join(repository, 'libs/dev-stack');
    await cp(join(import.meta.dirname, '../bootstrap'), join(home, 'bootstrap'), { recursive: true });
    await cp(join(import.meta.dirname, '../bootstrap.mjs'), join(home, 'bootstrap.mjs'));
    for (const tool of ['npm', 'tsc', 'vite', 'buf', 'prettier', 'eslint', 'jest']) await addTool(tool);
    await addBuiltConsole();
    await writeLock('package-lock.json', '1.0.0');
    await writeLock('node_modules/.package-lock.json', '1.0.0');
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(repository, { recursive: true });
  });

  async function addFile(path: string, text: string): Promise<void> {
    await mkdir(join(repository, path, '..'), { recursive: true });
    await writeFile(join(repository, path), text, { mode: 0o755 });
  }

  /** Its sources are two hours old, its build one. */
  async function addBuiltConsole(): Promise<void> {
    const files = ['index.html', 'package.json', 'vite.config.ts', 'public/icon.svg', 'src/main.tsx'];
    for (const file of files) await addFile(`services/console/${file}`, '');
    await addFile('services/console/dist/index.html', '');
    for (const source of [...files, 'public', 'src']) await age(source, 2);
    await age('dist/index.html', 1);
  }

  async function age(file: string, hours: number): Promise<void> {
    const then = new Date(Date.now() - hours * 3_600_000);
    await utimes(join(repository, 'services/console', file), then, then);
  }

  const addTool = (name: string, status = 0) =>
    addFile(`node_modules/.bin/${name}`, `#!/bin/sh\necho "${name} $*" >> '${calls}'\nexit ${status}\n`);

  const writeLock = (path: string, version: string) =>
    addFile(
      path,
      JSON.stringify({
        packages: {
          '': {},
          'node_modules/pg': { version },
          ...(path.startsWith('node') ? {} : onOtherPlatforms),
        },
      }),
    );
  const onOtherPlatforms = { 'node_modules/only-on-darwin': { version: '1.0.0', optional: true } };

  function begin(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [join(repository, 'libs/dev-stack/bootstrap.mjs'), ...args], {
      cwd: tmpdir(),
      env: { PATH: `${join(repository, 'node_modules/.bin')}${delimiter}${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  }

  async function bootstrap(...args: string[]) {
    const child = begin(...args);
    let printed = '';
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (printed += text));
    const [status] = (await once(child, 'close')) as [number];
    const called = (await readFile(calls, 'utf8')).trimEnd().split('\n');
    return { status, printed, called };
  }

  it('builds, makes every check and runs all specs, from any folder', async () => {
    const { status, called } = await bootstrap('test');
    expect(called).toEqual([
      'tsc -b',
      'buf lint proto',
      'npm run --silent generate:check -w @saga/contracts',
      'prettier --check --log-level warn .',
      'eslint .',
      'tsc -p tsconfig.test.json',
      'tsc -p services/console',
      'jest',
    ]);
    expect(status).toBe(0);
  });

  it('runs only Jest when it is given arguments', async () => {
    const { called } = await bootstrap('test', 'libs/engine', '--bail');
    expect(called).toEqual(['tsc -b', 'jest libs/engine --bail']);
  });

  it.each([
    ['it was never built', () => rm(join(repository, 'services/console/dist'), { recursive: true })],
    ['a source is newer', () => addFile('services/console/src/main.tsx', 'changed')],
    ['a source is gone', () => rm(join(repository, 'services/console/src/main.tsx'))],
  ])('builds the console when %s', async (_, change) => {
    await change();
    const { called } = await bootstrap('test', 'libs/engine');
    expect(called).toEqual(['tsc -b', 'vite build --logLevel warn services/console', 'jest libs/engine']);
  });

  it('stops at the first check that fails and says how to run it again', async () => {
    await addTool('prettier', 2);
    const { status, printed, called } = await bootstrap('test');
    expect(status).toBe(2);
    expect(printed).toMatch(/✖ Formatting failed with status 2 .*Run it again: npx prettier --check/);
    expect(called.at(-1)).toMatch(/^prettier/);
  });

  it.each([
    ['there are none', () => rm(join(repository, 'node_modules/.package-lock.json'))],
    ['they are of another version', () => writeLock('node_modules/.package-lock.json', '0.9.0')],
  ])('installs the dependencies when %s', async (_, change) => {
    await change();
    const { called } = await bootstrap('test', 'libs/engine');
    expect(called[0]).toMatch(/^npm ci --include=dev /);
  });

  it('hands arguments to the demo, and its exit status back', async () => {
    const demo = `console.log('demo', process.argv.slice(2).join(' ')); process.exit(7)`;
    await addFile('services/shop/dist/demo/main.js', demo);
    const { status, printed } = await bootstrap('start', '--orders', '10');
    expect(printed).toContain('demo --orders 10');
    expect(status).toBe(7);
  });

  it('hands a signal on once, and waits for the demo to finish', async () => {
    await addFile(
      'services/shop/dist/demo/main.js',
      `process.on('SIGINT', () => { console.log('closing'); setTimeout(() => process.exit(0), 100); });
       console.log('ready');
       setInterval(() => {}, 1000);`,
    );
    const child = begin('start');
    let printed = '';
    child.stdout!.on('data', (text: Buffer) => {
      printed += text.toString();
      if (!text.includes('ready')) return;
      // As npm and the terminal do on Ctrl-C.
      child.kill('SIGINT');
      child.kill('SIGINT');
    });
    const [status] = (await once(child, 'close')) as [number];
    expect(printed.match(/closing/g)).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('explains itself', async () => {
    const { status, printed } = await bootstrap('--help');
    expect(status).toBe(0);
    expect(printed).toContain('npm start');
  });

  it('names the tasks when it is asked for another', async () => {
    const { status, printed } = await bootstrap('strat');
    expect(status).toBe(2);
    expect(printed).toContain('Unknown task "strat": it must be one of start, test, bench');
  });
});
