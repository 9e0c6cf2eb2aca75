import 'reflect-metadata';
import type { ValueFormat } from '@saga/contracts';
import { Transform, Type, plainToInstance } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, validateSync } from 'class-validator';

const list = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;

/** A number without decimals; `what` and the limits go into the error. */
function WholeNumber(what: string, min: number, max: number): PropertyDecorator {
  const message = `must be ${what}, a whole number from ${min} to ${max}`;
  const rules = [Type(() => Number), IsInt({ message }), Min(min, { message }), Max(max, { message })];
  return (target, property) => rules.forEach((rule) => rule(target, property));
}

const NAME = 'letters, digits, dots, hyphens and underscores, at most 100 of them';

/** The coordinator's settings, each an environment variable of the same name. */
export class CoordinatorConfig {
  @Matches(/^postgres(ql)?:\/\//, {
    message: 'must be a Postgres URL, such as postgres://user:password@host:5432/database',
  })
  DATABASE_URL!: string;

  @Transform(list)
  @Matches(/^[^\s:]+:\d+$/, {
    each: true,
    message: 'must be host:port, or several of them separated by commas',
  })
  KAFKA_BROKERS!: string[];

  @IsString()
  KAFKA_CLIENT_ID = 'saga-coordinator';

  /** Goes before the name of every saga.* topic. */
  @Matches(/^[A-Za-z0-9._-]{0,100}$/, { message: `must be ${NAME}` })
  TOPIC_PREFIX = '';

  /** How what it sends is written; both are read, whatever this says. */
  @IsIn(['json', 'protobuf'], { message: 'must be json or protobuf' })
  MESSAGE_FORMAT: ValueFormat = 'json';

  /** Coordinators of one group share the work; all of them use one database. */
  @Matches(/^[A-Za-z0-9._-]{1,100}$/, { message: `must be ${NAME}` })
  CONSUMER_GROUP = 'saga-coordinator';

  /** 127.0.0.1 keeps the API to this machine, as long as it asks nobody who they are. */
  @IsString()
  HOST = '127.0.0.1';

  @WholeNumber('a port (0 picks a free one)', 0, 65_535)
  PORT = 3000;

  /** Where gRPC answers; the port after PORT unless it is said. */
  @IsOptional()
  @WholeNumber('a port (0 picks a free one)', 0, 65_535)
  GRPC_PORT?: number;

  @WholeNumber('how many connections to keep', 2, 200)
  DATABASE_POOL_SIZE = 10;

  /** How often sagas that are due are looked for, in milliseconds. */
  @WholeNumber('milliseconds', 10, 60_000)
  TIMER_INTERVAL_MS = 100;

  /** When what a dead coordinator left in the outbox is published by another, in seconds. */
  @WholeNumber('seconds', 1, 3_600)
  OUTBOX_SWEEP_AFTER_S = 5;

  /** How long a message's id is remembered to know its repetition, in hours. Longer than Kafka can redeliver. */
  @WholeNumber('hours', 1, 87_600)
  INBOX_RETENTION_H = 168;

  /** Topics of services whose events are counted although no definition names the topic, so that flows are found. */
  @Transform(list)
  @Matches(/^(?!saga\.)[A-Za-z0-9._-]{1,249}$/, {
    each: true,
    message: 'must be names of topics that services publish on, separated by commas; none begins with saga.',
  })
  OBSERVED_TOPICS: string[] = [];

  /** How long a dead letter is kept once it is redriven or discarded, in hours. Longer than Kafka keeps its topic. */
  @WholeNumber('hours', 1, 87_600)
  DEAD_LETTER_RETENTION_H = 720;

  /** A folder of definitions (*.yaml, *.yml, *.json) to register at start. */
  @IsOptional()
  @IsString()
  DEFINITIONS_DIR?: string;
}

/** Thrown with every setting that is wrong, by the name of its environment variable. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: string[]) {
    super(`the configuration can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'InvalidConfiguration';
  }
}

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 * Throws InvalidConfiguration naming each variable that is missing or wrong.
 */
export function readConfig(env: Record<string, string | undefined>): CoordinatorConfig {
  const names = new Set([
    ...Object.keys(new CoordinatorConfig()),
    'DATABASE_URL',
    'KAFKA_BROKERS',
    'DEFINITIONS_DIR',
    'GRPC_PORT',
  ]);
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => names.has(name) && value));
  const config = plainToInstance(CoordinatorConfig, given);
  const problems = validateSync(config).map(({ property, constraints }) => {
    const [demand] = Object.values(constraints ?? {});
    const value = given[property];
    if (value === undefined) return `${property} is not set: it ${demand}`;
    // A URL holds a password, which has no place in a log.
    return property === 'DATABASE_URL' ? `${property} ${demand}` : `${property}=${value}: ${demand}`;
  });
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return config;
}
