import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus } from '@saga/bus';
import {
  type Command,
  commandId,
  createCodec,
  isProgress,
  type JsonObject,
  type Progress,
  type Reply,
} from '@saga/contracts';
import { createTestDatabase, freePorts, type TestDatabase } from '@saga/dev-stack';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/participant.md'), 'utf8');
/** The files that the page shows, by their paths. */
const files = new Map(
  [...page.matchAll(/```ts (\S+)\n([^]*?)```/g)].map(([, path, text]) => [path!, text!] as const),
);

const TSCONFIG = {
  compilerOptions: {
    ...{ target: 'ES2022', module: 'nodenext', strict: true, noUncheckedIndexedAccess: true },
    ...{ experimentalDecorators: true, emitDecoratorMetadata: true, skipLibCheck: true, types: ['node'] },
  },
  include: ['.'],
};

describe('docs/participant.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'participant-page-'));
  const prefix = `page-${randomUUID().slice(0, 8)}.`;
  const codec = createCodec({ source: 'page-spec', prefix });
  const replies: Reply[] = [];
  const progress: Progress[] = [];
  let database: TestDatabase;
  let bus: Bus;

  beforeAll(async () => {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'page-spec' });
    await bus.consume({
      group: `${prefix}spec`,
      topics: [codec.topics.reply],
      async onBatch({ messages }) {
        for (const message of messages) {
          if (isProgress(message)) progress.push(codec.decodeProgress(message));
          else replies.push(codec.decodeReply(message));
        }
      },
    });
  }, 120_000);

  afterAll(async () => {
    await bus?.close();
    await database?.dispose();
    rmSync(folder, { recursive: true });
  }, 30_000);

  /** Runs a program of the page until it says that it is ready. */
  async function run(main: string): Promise<{ url: string; child: ChildProcess; end(): Promise<void> }> {
    const [port] = await freePorts(1);
    const child = spawn(process.execPath, [main.replace(/\.ts$/, '.js')], {
      cwd: folder,
      env: { ...process.env, DATABASE_URL: database.url, TOPIC_PREFIX: prefix, PORT: `${port}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    while (!output.includes('is ready')) {
      const [chunk] = (await Promise.race([
        once(child.stdout, 'data'),
        once(child, 'exit').then(() => [null]),
      ])) as [Buffer | null];
      if (!chunk) throw new Error(`${main} ended before it was ready:\n${output}`);
      output += chunk.toString();
    }
    child.stdout.resume();
    return {
      url: `http://127.0.0.1:${port}`,
      child,
      async end() {
        if (child.exitCode === null) child.kill('SIGKILL');
      },
    };
  }

  /** Sends a command, the first attempt at a step of its own saga unless the fields say otherwise. */
  async function send(name: string, input: JsonObject, fields: Partial<Command> & { sagaId: string }) {
    const { sagaId, step = 'work', direction = 'do', attempt = 1 } = fields;
    const id = commandId(sagaId, step, direction, attempt);
    const time = new Date().toISOString();
    const command: Command = { kind: 'command', id, name, sagaId, step, direction, attempt, input, time };
    await bus.publish([codec.encode({ ...command, ...fields })]);
  }

  async function repliesOf(sagaId: string, count = 1): Promise<string[]> {
    for (;;) {
      const own = replies.filter((reply) => reply.sagaId === sagaId);
      if (own.length >= count)
        return own.map(({ outcome }) => (outcome.result === 'success' ? 'done' : outcome.failure.code));
      await pause(10);
    }
  }

  async function progressOf(sagaId: string): Promise<Progress> {
    for (;;) {
      const told = progress.find((each) => each.sagaId === sagaId);
      if (told) return told;
      await pause(10);
    }
  }

  describe('its NestJS service', () => {
    it('joins in with less than twenty lines beside its imports', () => {
      const lines = files.get('loyalty/loyalty.sagas.ts')!.split('\n');
      const code = lines.filter((line) => line.trim() !== '' && !line.startsWith('import '));
      expect(code.length).toBeLessThan(20);
    });

    it('takes effect once, undoes, tells that it is ready, and leaves on SIGTERM', async () => {
      const loyalty = await run('loyalty/main.ts');
      try {
        const grant = { customer: 'ann', points: 5 };
        await send('loyalty.grant', grant, { sagaId: 'a' });
        await send('loyalty.grant', grant, { sagaId: 'a' });
        await send('loyalty.grant', grant, { sagaId: 'b' });
        await send('loyalty.revoke', grant, { sagaId: 'b', direction: 'undo' });
        expect(await repliesOf('a', 2)).toEqual(['done', 'done']);
        expect(await repliesOf('b', 2)).toEqual(['done', 'done']);
        const { rows } = await database.pool.query('SELECT points FROM loyalty_points');
        expect(rows).toEqual([{ points: 5 }]);
        const health = await fetch(`${loyalty.url}/readyz`);
        expect(health.status).toBe(200);
        expect(await health.json()).toMatchObject({ ready: true, state: 'consuming', inHand: 0 });
        const exited = once(loyalty.child, 'exit');
        loyalty.child.kill('SIGTERM');
        await exited;
        const [group] = await bus.groupStates([
          { group: `${prefix}saga-participant-loyalty`, topic: codec.topics.command('loyalty') },
        ]);
        expect(group).toMatchObject({ state: 'empty' });
        expect(group!.partitions.every(({ committed, end }) => committed === end)).toBe(true);
      } finally {
        await loyalty.end();
      }
    }, 60_000);
  });

  describe('its service without NestJS', () => {
    let studio: Awaited<ReturnType<typeof run>>;

    beforeAll(async () => {
      studio = await run('studio/main.ts');
    }, 60_000);
    afterAll(() => studio?.end());

    const films = async () => {
      const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM studio.films ORDER BY id');
      return rows.map(({ id }) => id);
    };

    it('tells of its progress, and enters its effect in its ledger', async () => {
      await send('studio.encode', { scenes: 3 }, { sagaId: 'short' });
      expect(await progressOf('short')).toMatchObject({ fraction: 1 / 3, note: 'scene 1 of 3' });
      expect(await repliesOf('short')).toEqual(['done']);
      const { rows } = await database.pool.query<{ effect: string }>(
        `SELECT entry->>'effect' AS effect FROM studio.saga_effects`,
      );
      expect(rows).toEqual([{ effect: 'film-short' }]);
    }, 30_000);

    it('refuses', async () => {
      await send('studio.encode', { scenes: 1_001 }, { sagaId: 'endless' });
      expect(await repliesOf('endless')).toEqual(['film-too-long']);
    }, 30_000);

    it('gives up when its saga turns round meanwhile', async () => {
      await send('studio.encode', { scenes: 600 }, { sagaId: 'flop' });
      await progressOf('flop');
      const began = Date.now();
      await send('studio.discard', {}, { sagaId: 'flop', direction: 'undo' });
      expect(await repliesOf('flop', 2)).toEqual(['saga-turned-round', 'done']);
      expect(Date.now() - began).toBeLessThan(30_000);
      expect(await films()).not.toContain('flop');
    }, 60_000);

    it('finishes what it has in hand when it is told to end, and leaves', async () => {
      await send('studio.encode', { scenes: 10 }, { sagaId: 'last' });
      await progressOf('last');
      studio.child.kill('SIGTERM');
      expect(await once(studio.child, 'exit')).toEqual([0, null]);
      expect(await repliesOf('last')).toEqual(['done']);
      expect(await films()).toContain('last');
    }, 30_000);
  });

  it('shows the port that the suite of the SDK is run over', () => {
    const spec = readFileSync(join(root, 'libs/participant/src/sql-barrier.int.spec.ts'), 'utf8');
    const [shown] = /function databaseOf[^]*?\n}\n/.exec(files.get('port/postgres-js.ts')!)!;
    expect(spec).toContain(shown);
  });

  it('has no link into nowhere', () => {
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(join(root, 'docs', link)))).toEqual([]);
  });
});
