import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cache.js';
import { asProperties, kafkaSettings } from './kafka-settings.js';

const run = promisify(execFile);
const SOURCES = join(import.meta.dirname, '../kafka');
/** Kafka wants 16 bytes in base64. */
const CLUSTER_ID = Buffer.from('saga-dev-stack-1').toString('base64url');

/** Where Kafka lies: its class path, and a formatted data folder to start from. */
export interface KafkaHome {
  classPath: string;
  emptyData: string;
  loggingFile: string;
}

/** The version of Kafka that `kafka/pom.xml` pins. */
export async function kafkaVersion(): Promise<string> {
  const pom = await readFile(join(SOURCES, 'pom.xml'), 'utf8');
  return /<version>(.+?)<\/version>/.exec(pom)![1]!;
}

/**
 * Gives Apache Kafka, fetched by Maven when it is asked for the first time.
 * @throws Error when Maven is missing or fails, with what Maven said.
 */
export async function kafkaHome(
  java: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<KafkaHome> {
  const version = await kafkaVersion();
  const home = await cached(`kafka-${version}`, async (folder) => {
    log(`Fetching Apache Kafka ${version} from Maven Central (once)`);
    await fetchJars(folder, env);
    await formatData(java, folder);
  });
  return locate(home);
}

const locate = (folder: string): KafkaHome => ({
  classPath: join(folder, 'lib', '*'),
  emptyData: join(folder, 'data'),
  loggingFile: join(folder, 'log4j2.properties'),
});

async function fetchJars(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await cp(SOURCES, folder, { recursive: true });
  const goal = ['-q', '-B', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies'];
  try {
    await run('mvn', [...goal, `-DoutputDirectory=${join(folder, 'lib')}`], { env });
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    if (code === 'ENOENT') throw new Error("no Maven: mvn can't be run", { cause: error });
    const said = stdout?.trim() || (error as Error).message;
    throw new Error(`Maven could not fetch Kafka:\n${said}`, { cause: error });
  }
}

/** Formatting takes a second each time, so it is done once: every broker starts from a copy of the result. */
async function formatData(java: string, folder: string): Promise<void> {
  const { classPath, emptyData } = locate(folder);
  const settings = kafkaSettings({ port: 1, controllerPort: 2, dataFolder: emptyData });
  const propertiesFile = join(folder, 'format.properties');
  await writeFile(propertiesFile, asProperties(settings));
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', propertiesFile];
  await run(java, ['-cp', classPath, ...format]);
}
