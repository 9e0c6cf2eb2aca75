import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```bash\n([^]*?)```/g)].map((match) => match[1]!.trim());

/** The one command that can't be run here: it would run this spec again. */
const RUNS_THIS_SPEC = 'npm test';
/** The command that starts what the later ones talk to. */
const DEMO = 'npm start';

/** Runs a block as a reader would, in the terminal beside the demo; gives what it printed. */
async function run(block: string, env: Record<string, string> = {}): Promise<string> {
  const shell = new Shell(`set -euo pipefail\n${block}`, env);
  await shell.finished;
  expect(`${block}\n${shell.output}\nstatus ${shell.status}`).toContain('\nstatus 0');
  return shell.output;
}

const blocksWith = (text: string) => blocks.filter((block) => block.includes(text));

describe('the README, beside its demo', () => {
  let demo: Shell;
  let exported: Record<string, string>;

  beforeAll(async () => {
    demo = new Shell(DEMO, {});
    await demo.untilOutput(/completed [1-9]/);
    const [, text] = /export (COORDINATOR=.*)/.exec(demo.output)!;
    exported = Object.fromEntries(text!.split(' ').map((pair) => pair.split('=') as [string, string]));
  }, 180_000);

  afterAll(async () => {
    await demo?.end('SIGINT');
  }, 60_000);

  it('shows completed and compensated sagas with its first command', async () => {
    await demo.untilOutput(/compensated [1-9]/);
    expect(demo.output).toMatch(/coordinator http:\/\/127\.0\.0\.1:\d+/);
  }, 60_000);

  it('leads to a first saga, completed and undone', async () => {
    const [register] = blocksWith('/v1/definitions');
    const [participant] = blocksWith('party.mjs');
    const [goose, fox] = blocksWith('"definition":"invite"');
    expect(await run(register!, exported)).toContain('"name":"invite"');
    const party = new Shell(`${participant!}\nwait`, exported);
    await party.untilOutput(/party is ready/);
    expect(await run(goose!, exported)).toContain('"state":"completed"');
    expect(await run(fox!, exported)).toContain('"state":"compensated"');
    await party.end('SIGTERM');
  }, 60_000);

  it('shows operators who waits, who holds what, and which versions run', async () => {
    const [waits] = blocksWith('/v1/approvals');
    const output = await run(waits!, exported);
    expect(output).toContain('"approvals":[]');
    expect(output).toContain('"locks":[]');
    expect(output).toMatch(/^place-order +1 /m);
  });

  it('shows operators what goes on', async () => {
    const [operators] = blocksWith('/v1/sagas/counts');
    const output = await run(operators!, exported);
    expect(output).toContain('"completed":');
    expect(output).toContain('"status":"ready"');
  }, 30_000);
});

describe('the README', () => {
  it('checks and draws the first saga', async () => {
    const [check] = blocksWith('sagactl lint');
    expect(await run(check!)).toMatch(/^invite: ok, 2 steps\nflowchart TD\n[^]*party\.free-the-seat/);
  }, 30_000);

  it('runs a thousand orders and checks the books', async () => {
    const [thousand] = blocksWith('--orders 1000');
    const output = await run(thousand!);
    expect(output).toContain('1000 orders in');
    expect(output).toContain('The books balance.');
  }, 240_000);

  it('measures', async () => {
    const [bench] = blocksWith('npm run bench');
    expect(await run(bench!)).toMatch(/ratio to the bare pipeline: \d/);
  }, 240_000);

  it('has no command that is not run here, but the one that runs this', () => {
    const known = [
      'sagactl lint',
      '/v1/approvals',
      '/v1/definitions',
      'party.mjs',
      '"definition":"invite"',
      '/v1/sagas/counts',
      '--orders',
      'bench',
    ];
    const unknown = blocks.filter((block) => !known.some((text) => block.includes(text)));
    expect(unknown).toEqual([DEMO, RUNS_THIS_SPEC]);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts).toHaveProperty('test');
  });

  it('shows the definition that its example is', () => {
    const [shown] = /```yaml\n([^]*?)```/.exec(readme)!.slice(1);
    const file = readFileSync(join(root, 'docs/examples/first-saga/invite.yaml'), 'utf8');
    expect(file.replaceAll('"', "'")).toContain(shown!.trim());
  });

  it('has no link into nowhere', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});

/** A bash that runs a text in the project's folder, in a process group of its own. */
class Shell {
  output = '';
  status: number | null = null;
  readonly finished: Promise<void>;
  private readonly child: ChildProcess;

  constructor(script: string, env: Record<string, string>) {
    // The demo brings its own stack: the servers of this test run are not its business.
    const { KAFKA_BROKERS: _brokers, DATABASE_URL: _url, ...rest } = process.env;
    const path = `${dirname(process.execPath)}:${rest.PATH}`;
    this.child = spawn('bash', ['-c', script], {
      cwd: root,
      env: { ...rest, PATH: path, ...env },
      detached: true,
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.finished = once(this.child, 'close').then(([status]) => {
      this.status = status as number;
    });
  }

  async untilOutput(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.output)) {
      const ended = await Promise.race([
        this.finished.then(() => true),
        once(this.child.stdout!, 'data').then(() => false),
      ]);
      if (ended && !pattern.test(this.output)) throw new Error(`ended without ${pattern}:\n${this.output}`);
    }
  }

  /** Ends the whole group; SIGINT is what a terminal sends at Ctrl-C, and what `&` makes a command ignore. */
  async end(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
    process.kill(-this.child.pid!, signal);
    await this.finished;
  }
}
