import type { ValueFormat } from '@saga/contracts';

type Environment = Record<string, string | undefined>;

/** Reads KAFKA_BROKERS. Throws an error that says what to set it to. */
export function readBrokers(env: Environment): string[] {
  const brokers = (env.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.trim());
  for (const broker of brokers) {
    if (!/^[^\s:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/.test(broker)) {
      throw new Error(`KAFKA_BROKERS has "${broker}": set it to host:port, several with commas between`);
    }
  }
  return brokers;
}

/** Reads TOPIC_PREFIX, which goes before the names of all topics; none when it is not set. */
export function readTopicPrefix(env: Environment): string {
  const prefix = env.TOPIC_PREFIX ?? '';
  if (/^[A-Za-z0-9._-]{0,100}$/.test(prefix)) return prefix;
  throw new Error(`TOPIC_PREFIX is "${prefix}": it may hold letters, digits, dots, hyphens and underscores`);
}

/** Reads MESSAGE_FORMAT, json when it is not set. Throws an error that says what to set it to. */
export function readMessageFormat(env: Environment): ValueFormat {
  const format = env.MESSAGE_FORMAT || 'json';
  if (format === 'json' || format === 'protobuf') return format;
  throw new Error(`MESSAGE_FORMAT is "${format}": set it to json or protobuf`);
}

/** Reads DATABASE_URL. Throws an error that says what to set it to. */
export function readDatabaseUrl(env: Environment): string {
  const url = env.DATABASE_URL ?? '';
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new Error(
      'DATABASE_URL is not the URL of a Postgres: set it to postgres://user:password@host:port/database',
    );
  }
  return url;
}

/** What the order generator makes, as the environment asks for it. */
export interface GeneratorEnvironment {
  rate: number;
  count: number;
  businessFailureRate: number;
  seed: string;
}

/**
 * Reads SHOP_ORDER_RATE (5 a second), SHOP_ORDER_COUNT (no end), SHOP_BUSINESS_FAILURE_RATE (0.2) and
 * SHOP_ORDER_SEED (one of its own for each run). Throws an error that names the variable and the fix.
 */
export function readGeneratorEnvironment(env: Environment): GeneratorEnvironment {
  return {
    rate: readPositive('SHOP_ORDER_RATE', env, 5),
    count: readPositive('SHOP_ORDER_COUNT', env, Infinity),
    businessFailureRate: readFraction('SHOP_BUSINESS_FAILURE_RATE', env, 0.2),
    seed: env.SHOP_ORDER_SEED || `order-${Date.now()}`,
  };
}

/** Reads SHOP_TECHNICAL_FAILURE_RATE, 0 when it is not set. Throws an error that says what to set it to. */
export function readTechnicalFailureRate(env: Environment): number {
  return readFraction('SHOP_TECHNICAL_FAILURE_RATE', env, 0);
}

function readFraction(name: string, env: Environment, unset: number): number {
  const fraction = env[name] ? Number(env[name]) : unset;
  if (fraction >= 0 && fraction <= 1) return fraction;
  throw new Error(`${name} is "${env[name]}": set it to a number from 0 to 1, such as 0.05`);
}

function readPositive(name: string, env: Environment, unset: number): number {
  const number = env[name] ? Number(env[name]) : unset;
  if (number > 0) return number;
  throw new Error(`${name} is "${env[name]}": set it to a number above 0, such as 5`);
}
