import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';

const MAIN = join(__dirname, '../../services/shop/dist/demo/main.js');

/** The demo as `npm start` runs it, marked so that everything it starts can be found. */
class Demo {
  output = '';
  readonly mark = `demo-${randomUUID()}`;
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(args: string[], env: Record<string, string | undefined>) {
    this.child = spawn(process.execPath, [MAIN, ...args], {
      // What a killed one leaves in Kafka is not for the next one, which has another database.
      env: { ...process.env, TOPIC_PREFIX: `${this.mark}.`, ...env, DEMO_MARK: this.mark },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = once(this.child, 'close').then(([status]) => status as number | null);
  }

  async untilOutput(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.output)) {
      if (this.child.exitCode !== null) throw new Error(`ended without ${pattern}:\n${this.output}`);
      await pause(50);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** How many processes of this demo live, itself included. */
  processes(): number {
    return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(this.mark))
      .length;
  }

  async untilGone(): Promise<void> {
    const giveUpAt = Date.now() + 20_000;
    while (this.processes() > 0) {
      if (Date.now() > giveUpAt) throw new Error(`${this.processes()} processes are still there`);
      await pause(100);
    }
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // It has ended, or is not ours to look at.
  }
}

describe('the demo on a machine without Java, Docker and KAFKA_BROKERS', () => {
  let database: TestDatabase;
  const withoutBroker = () => ({ PATH: '/nowhere', KAFKA_BROKERS: undefined, DATABASE_URL: database.url });

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.dispose());

  it('says in its first lines that there is no Kafka, and runs all the same', async () => {
    const demo = new Demo(['--orders', '40', '--exit'], withoutBroker());
    expect(await demo.ended).toBe(0);
    const firstLines = demo.output.split('\n').slice(0, 6).join('\n');
    expect(firstLines).toContain('WITHOUT KAFKA');
    expect(firstLines).toContain('KAFKA_BROKERS');
    expect(demo.output).toContain('40 orders in');
    expect(demo.output).toContain('The books balance.');
  }, 60_000);

  it('ends with status 1, naming the order, when the books do not balance', async () => {
    const { rows } = await database.pool.query<{ order_id: string }>(
      `UPDATE shop_orders.orders SET state = 'cancelled'
       WHERE order_id = (SELECT min(order_id) FROM shop_orders.orders WHERE state = 'confirmed') RETURNING order_id`,
    );
    const demo = new Demo(['--orders', '10', '--exit'], withoutBroker());
    expect(await demo.ended).toBe(1);
    expect(demo.output).toContain("THE BOOKS DON'T BALANCE");
    expect(demo.output).toContain(`order ${rows[0]!.order_id} is cancelled`);
  }, 60_000);
});

describe('the demo with all its processes', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.dispose());

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves none behind after %s',
    async (signal) => {
      const demo = new Demo(['--rate', '5', '--coordinators', '2'], { DATABASE_URL: database.url });
      await demo.untilOutput(/completed \d/);
      // Itself, two coordinators, four services.
      expect(demo.processes()).toBe(7);
      demo.kill(signal);
      expect(await demo.ended).toBe(signal === 'SIGKILL' ? null : 0);
      await demo.untilGone();
    },
    90_000,
  );
});

it('explains its options, and names the one that is wrong', async () => {
  const help = new Demo(['--help'], {});
  expect(await help.ended).toBe(0);
  expect(help.output).toContain('--orders <n>');
  for (const [args, complaint] of [
    [['--rate', 'fast'], '--rate is "fast": it must be a whole number from 1 to 100000'],
    [['--exit'], '--exit needs --orders'],
    [['--oders', '5'], '--oders'],
  ] as const) {
    const demo = new Demo([...args], {});
    expect(await demo.ended).toBe(1);
    expect(demo.output).toContain(complaint);
  }
}, 30_000);
