import { type KafkaOptions, type RunningKafka, startKafka } from './kafka.js';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.js';

export interface DevStackOptions {
  /** Told, a line each, how far it is. */
  log?: (line: string) => void;
  /** By default this process' own: DATABASE_URL and KAFKA_BROKERS in it name what is not to be started. */
  env?: NodeJS.ProcessEnv;
  /** The database to create. Default `saga`. */
  databaseName?: string;
}

export interface DevStack {
  databaseUrl: string;
  brokers: string[];
  kafka: RunningKafka;
  postgres: RunningPostgres;
  /** Where both are and what they are, for people. */
  describe(): string;
  /** Ends what was started here and deletes its data. */
  stop(): Promise<void>;
}

const NAMES = {
  external: 'given',
  java: 'Apache Kafka by Java',
  embedded: 'embedded',
  docker: 'by Docker',
};

/**
 * Starts a Kafka and a Postgres side by side. They end with this process at the latest, however it ends.
 * @throws NoBrokerAvailable when this machine can't run a Kafka; Error when one of the two doesn't come up.
 */
export async function startDevStack({
  log = () => {},
  env,
  databaseName,
}: DevStackOptions = {}): Promise<DevStack> {
  const options: KafkaOptions & PostgresOptions = { log, env, name: databaseName };
  const began = Date.now();
  const told =
    (what: string) =>
    <T>(running: T): T => {
      log(`${what} is up after ${((Date.now() - began) / 1000).toFixed(1)} s`);
      return running;
    };
  const starting = [
    startPostgres(options).then(told('Postgres')),
    startKafka(options).then(told('Kafka')),
  ] as const;
  const [postgres, kafka] = await Promise.all(starting).catch(async (error) => {
    const begun = await Promise.allSettled(starting);
    for (const one of begun) if (one.status === 'fulfilled') await one.value.stop();
    throw error;
  });
  return {
    databaseUrl: postgres.url,
    brokers: kafka.brokers,
    kafka,
    postgres,
    describe: () =>
      `Kafka ${kafka.brokers.join(',')} (${NAMES[kafka.kind]}), Postgres ${printable(postgres)} (${NAMES[postgres.kind]})`,
    stop: async () => {
      await Promise.all([kafka.stop(), postgres.stop()]);
    },
  };
}

/** The password of a throw-away server is shown, for people to look in; that of someone's own is not. */
function printable({ url, kind }: RunningPostgres): string {
  const shown = new URL(url);
  if (kind === 'external' && shown.password) shown.password = '***';
  return shown.href;
}
