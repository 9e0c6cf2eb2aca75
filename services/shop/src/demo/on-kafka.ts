import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaBus } from '@saga/bus';
import { type DevStack, freePorts, portNear, startDevStack } from '@saga/dev-stack';
import { readTopicPrefix } from '../service/environment.js';
import { ServiceProcess } from './child-process.js';
import { consoleAddress } from './console-address.js';
import type { DemoOptions } from './options.js';
import type { Stage, Tell } from './stage.js';
import { untilReady } from './until-ready.js';

const SERVICES = ['orders', 'payments', 'inventory', 'shipping'];
/** Where the first coordinator's API is, unless the port is taken. */
const FIRST_PORT = 3000;
const DIST = join(import.meta.dirname, '..');
const COORDINATOR = join(import.meta.dirname, '../../../coordinator/dist/main.js');
const DEFINITIONS = join(import.meta.dirname, '../../sagas');

/**
 * The real thing: Kafka, Postgres, and each service a process of its own.
 * Throws NoBrokerAvailable where this machine can't have a Kafka.
 */
export async function stageOnKafka(options: DemoOptions, tell: Tell): Promise<Stage> {
  const stack = await startDevStack({ log: tell });
  const logs = await mkdtemp(join(tmpdir(), 'saga-demo-logs-'));
  const topicPrefix = prefixFor(stack);
  const processes: ServiceProcess[] = [];
  const bus = createKafkaBus({ brokers: stack.brokers, clientId: 'shop-generator' });
  const stop = async () => {
    await bus.close();
    await Promise.all(processes.map((each) => each.stop()));
    await stack.stop();
  };
  const run = (name: string, script: string, env: Record<string, string> = {}) => {
    const stackEnv = {
      KAFKA_BROKERS: stack.brokers.join(','),
      DATABASE_URL: stack.databaseUrl,
      TOPIC_PREFIX: topicPrefix,
      CONSUMER_GROUP: `${topicPrefix}saga-coordinator`,
    };
    const onDeath = ({ logFile }: ServiceProcess) => tell(`${name} has ended by itself: see ${logFile}`);
    processes.push(
      new ServiceProcess(name, script, { ...stackEnv, ...env }, join(logs, `${name}.log`), onDeath),
    );
  };
  try {
    const ports = [await portNear(FIRST_PORT), ...(await freePorts(options.coordinators - 1))];
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    ports.forEach((port, i) =>
      run(`coordinator-${i + 1}`, COORDINATOR, {
        PORT: `${port}`,
        GRPC_PORT: '0',
        DEFINITIONS_DIR: DEFINITIONS,
      }),
    );
    const broken = { SHOP_TECHNICAL_FAILURE_RATE: `${options.broken}` };
    SERVICES.forEach((name) => run(name, join(DIST, name, 'main.js'), broken));
    tell('starting the coordinator and the four services of the shop');
    await Promise.all(urls.map((url) => untilReady(url)));
    const addresses = [stack.describe(), ...urls.map((url) => `coordinator ${url}`), `logs ${logs}`];
    addresses.push(...(await consoleAddress(urls[0]!)));
    addresses.push(`export COORDINATOR=${urls[0]} KAFKA_BROKERS=${stack.brokers.join(',')}`);
    return { addresses, coordinatorUrl: urls[0]!, databaseUrl: stack.databaseUrl, bus, topicPrefix, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * TOPIC_PREFIX where it is set. A throw-away database goes with topics of its own: on a broker that others use it must
 * not answer for their sagas.
 */
function prefixFor({ kafka, postgres }: DevStack): string {
  const given = readTopicPrefix(process.env);
  if (given) return given;
  const shared = kafka.kind === 'external' && postgres.kind !== 'external';
  return shared ? `demo-${Date.now().toString(36)}.` : '';
}
