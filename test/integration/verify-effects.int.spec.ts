import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus } from '@saga/bus';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import {
  createOrders,
  type RunningService,
  startInventory,
  startOrders,
  startPayments,
  startShipping,
} from '@saga/shop';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const ORDERS = 60;
const ROOT = join(import.meta.dirname, '../..');
const PARTICIPANTS = 'orders,inventory,payments,shipping';

/** Runs the built program as a shell would. */
function sagactl(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/sagactl'), args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

interface EffectLine {
  kind: string;
  participant: string;
  chain: number;
  position: number;
  hash: string;
  entry: { sagaId: string; step: string; direction: string; effect: string };
}

describe('the effect ledgers of a shop, some of whose orders were refused', () => {
  const prefix = `effects-${randomUUID().slice(0, 8)}.`;
  const folder = mkdtempSync(join(tmpdir(), 'effects-'));
  const [histories, ledgers] = [join(folder, 'histories.ndjson'), join(folder, 'ledgers.ndjson')];
  let database: TestDatabase;
  let bus: Bus;
  let services: RunningService[] = [];
  let coordinator: CoordinatorProcess;

  async function untilEnded(): Promise<void> {
    for (;;) {
      const { rows } = await database.pool.query<{ ended: number }>(
        `SELECT count(*)::int AS ended FROM saga.sagas WHERE status IN ('completed', 'compensated')`,
      );
      if (rows[0]!.ended === ORDERS) return;
      await pause(50);
    }
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'effects-spec' });
    const options = { bus, databaseUrl: database.url, topicPrefix: prefix, technicalFailureRate: 0.05 };
    coordinator = await startCoordinatorProcess({
      env: {
        DATABASE_URL: database.url,
        TOPIC_PREFIX: prefix,
        CONSUMER_GROUP: `${prefix}coordinator`,
        DEFINITIONS_DIR: join(ROOT, 'services/shop/sagas'),
      },
    });
    services = await Promise.all(
      [startOrders, startInventory, startPayments, startShipping].map((start) => start(options)),
    );
    await createOrders({
      bus,
      rate: 100,
      count: ORDERS,
      topicPrefix: prefix,
      seed: 'e',
      businessFailureRate: 0.4,
    });
    await untilEnded();
    expect(sagactl('history', '--export', '--url', coordinator.url, '--output', histories).status).toBe(0);
    expect(sagactl('effects', database.url, '--output', ledgers).status).toBe(0);
  }, 120_000);

  afterAll(async () => {
    for (const service of services) await service.stop();
    await coordinator?.stop();
    await bus?.close();
    await database?.dispose();
    rmSync(folder, { recursive: true });
  }, 60_000);

  const lines = () =>
    readFileSync(ledgers, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as EffectLine);

  /** Verifies the export after somebody has tampered with it. */
  function verifyTampered(tamper: (lines: EffectLine[]) => EffectLine[]) {
    const tampered = join(folder, `${randomUUID()}.ndjson`);
    writeFileSync(
      tampered,
      tamper(lines())
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    const verify = ['verify-effects', '--ledger', tampered, '--history', histories];
    const { status, stdout } = sagactl(...verify, '--participants', PARTICIPANTS, '--format', 'json');
    const { findings } = JSON.parse(stdout) as { findings: { kind: string; place: string }[] };
    return { status, kinds: [...new Set(findings.map(({ kind }) => kind))].sort(), findings };
  }
  const isCharge = ({ kind, entry }: EffectLine) =>
    kind === 'effect' && entry.step === 'charge' && entry.direction === 'do';
  const isRelease = ({ kind, entry }: EffectLine) =>
    kind === 'effect' && entry.step === 'reserve' && entry.direction === 'undo';
  /** All of a participant's chains gone, so that no link shows what is missing. */
  const without = (participant: string) => (all: EffectLine[]) =>
    all.filter((line) => line.participant !== participant);

  it('agree with the histories, read from the database and the coordinator', () => {
    const { status, stdout, stderr } = sagactl(
      ...[
        'verify-effects',
        '--ledger',
        database.url,
        '--url',
        coordinator.url,
        '--participants',
        PARTICIPANTS,
      ],
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^\\d{3} effects compared with ${ORDERS} sagas: ok\n$`));
  }, 30_000);

  it('agree with the histories, both read from exports', () => {
    expect(verifyTampered((all) => all)).toEqual({ status: 0, kinds: [], findings: [] });
    const effects = lines().filter(({ kind }) => kind === 'effect');
    expect(effects.filter(isRelease).length).toBeGreaterThan(0);
  }, 30_000);

  it.each<[string, (all: EffectLine[]) => EffectLine[], string[]]>([
    [
      'an entry was changed',
      (all) => {
        all.find(isCharge)!.entry.effect = 'another';
        return all;
      },
      ['changed-entry'],
    ],
    [
      'an entry was removed',
      (all) => all.filter((line) => line !== all.find(isCharge)),
      // It is the only one of its chain, or another follows.
      ['cut-chain', 'lost-effect', 'missing-entry'],
    ],
    ['a whole ledger was removed', without('payments'), ['lost-effect']],
    [
      'a compensation was removed',
      (all) => all.filter((line) => line !== all.find(isRelease)),
      ['cut-chain', 'missing-compensation', 'missing-entry'],
    ],
    [
      'an effect was entered again',
      (all) => [...all, { ...all.find(isCharge)!, chain: 1_000, position: 1 }],
      ['broken-link', 'changed-entry', 'doubled-effect'],
    ],
    [
      'an effect of no saga was put in',
      (all) => {
        const { entry, ...line } = all.find(isCharge)!;
        return [...all, { ...line, chain: 1_000, position: 1, entry: { ...entry, sagaId: 'nobody' } }];
      },
      ['broken-link', 'changed-entry', 'effect-without-saga'],
    ],
  ])(
    'show that %s',
    (_what, tamper, kinds) => {
      const { status, kinds: found, findings } = verifyTampered(tamper);
      expect(status).toBe(1);
      expect(findings.length).toBeGreaterThan(0);
      expect(kinds).toEqual(expect.arrayContaining(found));
      // The one that says what it was about is there, whatever has become of the chain.
      expect(found).toEqual(
        expect.arrayContaining(kinds.filter((kind) => !/^(cut|missing-entry|broken)/.test(kind))),
      );
    },
    30_000,
  );

  it('name what somebody did in the database itself', async () => {
    await database.pool.query(`
      ALTER TABLE shop_payments.saga_effects DISABLE TRIGGER ALL;
      UPDATE shop_payments.saga_effects SET entry = (entry::jsonb || '{"effect":"another"}')::json
      WHERE (chain, position) = (SELECT chain, position FROM shop_payments.saga_effects ORDER BY 1, 2 LIMIT 1)`);
    const { status, stdout } = sagactl(
      ...['verify-effects', '--ledger', database.url, '--url', coordinator.url],
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^changed-entry: payments, chain \d+, entry 1 is not what was written: its hash is another\n\d+ effects/,
    );
  }, 30_000);

  it('are not verified by halves: what can not be read is told, with status 2', () => {
    const nowhere = 'postgres://shop:secret@127.0.0.1:1/nothing';
    expect(sagactl('verify-effects', '--ledger', nowhere, '--history', histories)).toEqual({
      ...{ status: 2, stdout: '' },
      stderr: expect.stringMatching(
        /^error: postgres:\/\/shop:…@127\.0\.0\.1:1\/nothing: .*\n {2}fix: check the URL\n$/,
      ),
    });
    expect(sagactl('verify-effects', '--ledger', histories, '--history', histories)).toMatchObject({
      status: 2,
      stderr: `error: ${histories}:1: is no line of such an export\n  fix: write the file by sagactl effects\n`,
    });
  }, 30_000);
});
