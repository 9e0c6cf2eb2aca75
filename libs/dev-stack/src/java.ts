import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OLDEST = 17;

/**
 * Finds a Java that can run Kafka, by JAVA_HOME or else by PATH.
 * @throws Error that says what is missing.
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  const printed = await run(java, ['-version'], { env }).then(
    ({ stderr }) => stderr,
    () => undefined,
  );
  if (printed === undefined) throw new Error(`no Java: ${java} can't be run`);
  const release = javaRelease(printed);
  if (release < OLDEST) throw new Error(`Java ${release} is too old: Kafka needs ${OLDEST} or newer`);
  return java;
}

/** Reads the feature release out of what `java -version` prints: 8 of "1.8.0_392", 17 of "17.0.15". */
export function javaRelease(printed: string): number {
  const match = /version "(?:1\.)?(\d+)/.exec(printed);
  return match ? Number(match[1]) : 0;
}
