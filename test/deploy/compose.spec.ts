import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CoordinatorConfig, readConfig } from '../../services/coordinator/src/config/coordinator-config.js';
import {
  readBrokers,
  readDatabaseUrl,
  readGeneratorEnvironment,
  readTechnicalFailureRate,
} from '../../services/shop/src/service/environment.js';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string; target: string };
  command?: string[];
  environment?: Record<string, string | number>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
}

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** As `docker compose` reads it when no variable is set. */
const text = read('docker-compose.yml').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const dockerfile = read('deploy/Dockerfile');
const readme = read('deploy/README.md');

const ours = Object.entries(services).filter(([, { build }]) => build);
const shop = ours.filter(([, { build }]) => build!.target === 'shop');

/** A service's environment as the process gets it. */
function environmentOf(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(services[name]!.environment ?? {}).map(([key, value]) => [key, String(value)]),
  );
}

const CONNECTIONS = ['KAFKA_BROKERS', 'DATABASE_URL'];
const TRACES = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const COORDINATOR_SETTINGS = new Set([
  ...Object.keys(new CoordinatorConfig()),
  ...CONNECTIONS,
  'DEFINITIONS_DIR',
]);
const SHOP_SETTINGS = new Set([
  ...read('services/shop/src/service/environment.ts').match(/\bSHOP_[A-Z_]+/g)!,
  ...CONNECTIONS,
]);

describe('docker-compose.yml', () => {
  it('has the coordinator, the whole shop and what they need', () => {
    expect(Object.keys(services).sort()).toEqual([
      ...['coordinator', 'generator', 'inventory', 'jaeger', 'kafka'],
      ...['orders', 'payments', 'postgres', 'shipping'],
    ]);
  });

  it.each(ours)('builds %s from files that are there', (_name, { build, command = [], volumes = [] }) => {
    expect(existsSync(join(root, build!.context, build!.dockerfile))).toBe(true);
    expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${build!.target}$`, 'm'));
    for (const entry of command) expect(existsSync(sourceOf(entry))).toBe(true);
    for (const volume of volumes) expect(existsSync(join(root, volume.split(':')[0]!))).toBe(true);
  });

  it('gives the coordinator settings that it takes', () => {
    const environment = environmentOf('coordinator');
    expect(readConfig(environment)).toMatchObject({ KAFKA_BROKERS: ['kafka:9092'] });
    for (const name of Object.keys(environment)) expect([...COORDINATOR_SETTINGS, TRACES]).toContain(name);
  });

  it.each(shop)('gives %s settings that it takes', (name) => {
    const environment = environmentOf(name);
    expect(readBrokers(environment)).toEqual(['kafka:9092']);
    expect(readDatabaseUrl(environment)).toContain('@postgres:5432/');
    expect(readTechnicalFailureRate(environment)).toBeLessThan(1);
    expect(readGeneratorEnvironment(environment).rate).toBe(5);
    for (const name of Object.keys(environment)) expect([...SHOP_SETTINGS, TRACES]).toContain(name);
  });

  it('waits only for services that tell their health', () => {
    for (const { depends_on = {} } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(condition).toBe('service_healthy');
        const { healthcheck, build } = services[name]!;
        expect(healthcheck ?? healthcheckOf(build!.target)).toBeTruthy();
      }
    }
  });

  it('pins the images of others, and takes the Kafka that is developed against', () => {
    for (const { image, build } of Object.values(services))
      if (!build) expect(image).toMatch(/:\d+(\.\d+)+$/);
    const [, version] = /<version>(\d[\d.]+)<\/version>/.exec(read('libs/dev-stack/kafka/pom.xml'))!;
    expect(services['kafka']!.image).toBe(`apache/kafka:${version}`);
  });

  it('opens ports to this machine only', () => {
    for (const { ports = [] } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('deploy/Dockerfile', () => {
  it('pins its base and runs as a user without rights', () => {
    const foreign = [...dockerfile.matchAll(/^FROM (\S+:\S+)/gm)].map(([, image]) => image!);
    expect(foreign).toEqual([expect.stringMatching(/^node:20\.\d+\.\d+-\S*slim$/)]);
    for (const target of ['coordinator', 'shop']) expect(stageOf(target)).toMatch(/^USER node$/m);
  });

  it('runs what the build makes', () => {
    const entries = [...dockerfile.matchAll(/^CMD \["(\S+)"\]$/gm)].map(([, entry]) => entry!);
    expect(entries).toHaveLength(2);
    for (const entry of entries) expect(existsSync(sourceOf(entry))).toBe(true);
  });

  it('asks the coordinator whether it can do its work', () => {
    expect(healthcheckOf('coordinator')).toContain('/readyz');
  });
});

describe('deploy/README.md', () => {
  it.each([...new Set([...COORDINATOR_SETTINGS, ...SHOP_SETTINGS, TRACES])])('lists %s', (name) => {
    expect(readme).toContain(`\`${name}\``);
  });
});

/** The file that the build makes this program of. */
function sourceOf(program: string): string {
  return join(root, program.replace('/dist/', '/src/').replace(/\.js$/, '.ts'));
}

function stageOf(target: string): string {
  return dockerfile.split(/^(?=FROM )/m).find((stage) => stage.split('\n', 1)[0]!.endsWith(` AS ${target}`))!;
}

function healthcheckOf(target: string): string | undefined {
  return /^HEALTHCHECK [^]*?\n(?! )/m.exec(stageOf(target))?.[0];
}
