type Environment = Record<string, string | undefined>;

/** Where a service of the shop finds its broker and its database. */
export interface ServiceEnvironment {
  brokers: string[];
  databaseUrl: string;
}

/** Reads KAFKA_BROKERS and DATABASE_URL. Throws an error that names the variable and what to set it to. */
export function readServiceEnvironment(env: Environment): ServiceEnvironment {
  const brokers = (env.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.trim());
  for (const broker of brokers) {
    if (!/^[^\s:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/.test(broker)) {
      throw new Error(`KAFKA_BROKERS has "${broker}": set it to host:port, several with commas between`);
    }
  }
  const databaseUrl = env.DATABASE_URL ?? '';
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) {
    throw new Error(
      'DATABASE_URL is not the URL of a Postgres: set it to postgres://user:password@host:port/database',
    );
  }
  return { brokers, databaseUrl };
}

/** Reads SHOP_TECHNICAL_FAILURE_RATE, 0 when it is not set. Throws an error that says what to set it to. */
export function readTechnicalFailureRate(env: Environment): number {
  return readFraction('SHOP_TECHNICAL_FAILURE_RATE', env);
}

function readFraction(name: string, env: Environment): number {
  const text = env[name] || '0';
  const fraction = Number(text);
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new Error(`${name} is "${text}": set it to a number from 0 to 1, such as 0.05`);
  }
  return fraction;
}
