import { kafkaAnswers } from './kafka-answers.js';
import { type KafkaLaunch, launchByDocker, launchByJava } from './kafka-launch.js';
import { freePorts } from './free-ports.js';
import { KeptProcess } from './kept-process.js';
import { NoBrokerAvailable } from './no-broker-available.js';
import { waitUntilAnswers } from './wait-until.js';

export interface KafkaOptions {
  /** The port on 127.0.0.1; by default one that is free. */
  port?: number;
  /** Told, a line each, what takes its time. */
  log?: (line: string) => void;
  /** By default this process' own; KAFKA_BROKERS (`host:port,host:port`) in it means: use these, start none. */
  env?: NodeJS.ProcessEnv;
}

export interface RunningKafka {
  brokers: string[];
  kind: 'external' | 'java' | 'docker';
  /** The program that was started for it, if one was. */
  program?: { pid: number; folder: string };
  /** Ends the broker and deletes its data. Does nothing to an external one. */
  stop(): Promise<void>;
  /** Ends the broker as a crash would. Rejects when it is an external one. */
  kill(): Promise<void>;
}

/**
 * Gives a real Kafka: the one that KAFKA_BROKERS names, else Apache Kafka run by Java, else by Docker.
 * @throws NoBrokerAvailable when this machine has neither.
 * @throws Error with the broker's last lines when it doesn't come up.
 */
export async function startKafka({
  port,
  log = () => {},
  env = process.env,
}: KafkaOptions = {}): Promise<RunningKafka> {
  if (env['KAFKA_BROKERS']) return useExternal(env['KAFKA_BROKERS']);
  const [freePort, controllerPort] = (await freePorts(2)) as [number, number];
  const ports = { port: port ?? freePort, controllerPort };
  const reasons: string[] = [];
  for (const prepare of [launchByJava, launchByDocker]) {
    const launch = await prepare(ports, env, log).catch((error: Error) => void reasons.push(error.message));
    if (launch) return run(launch, ports.port);
  }
  throw new NoBrokerAvailable(reasons);
}

async function useExternal(list: string): Promise<RunningKafka> {
  const brokers = list.split(',').map((broker) => broker.trim());
  await kafkaAnswers(brokers).catch((error: Error) => {
    throw new Error(
      `KAFKA_BROKERS=${list} does not answer (${error.message}). Mend it, or unset it to run a Kafka here`,
    );
  });
  return {
    brokers,
    kind: 'external',
    stop: async () => {},
    kill: async () => {
      throw new Error('This Kafka was not started here (KAFKA_BROKERS is set): it is not ours to kill');
    },
  };
}

async function run({ kind, task, kill }: KafkaLaunch, port: number): Promise<RunningKafka> {
  const brokers = [`127.0.0.1:${port}`];
  const broker = await KeptProcess.start(task);
  try {
    await waitUntilAnswers(broker, {
      what: 'Kafka',
      probe: () => kafkaAnswers(brokers),
      withinMs: 90_000,
      remedy: 'Set KAFKA_BROKERS to use one that runs already.',
    });
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return {
    brokers,
    kind,
    program: broker,
    stop: () => broker.stop(),
    kill: async () => (kill ? kill() : broker.kill()),
  };
}
