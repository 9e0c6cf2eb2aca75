import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava, javaRelease } from './java.js';

describe('findJava', () => {
  let javaHome: string;
  beforeEach(async () => {
    javaHome = await mkdtemp(join(tmpdir(), 'java-spec-'));
    await mkdir(join(javaHome, 'bin'));
  });
  afterEach(() => rm(javaHome, { recursive: true }));

  const install = async (version: string) => {
    await writeFile(join(javaHome, 'bin/java'), `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`);
    await chmod(join(javaHome, 'bin/java'), 0o755);
  };

  it('takes the Java of JAVA_HOME', async () => {
    await install('21.0.2');
    expect(await findJava({ JAVA_HOME: javaHome })).toBe(join(javaHome, 'bin/java'));
  });

  it('refuses one that is too old for Kafka', async () => {
    await install('11.0.22');
    await expect(findJava({ JAVA_HOME: javaHome })).rejects.toThrow(
      'Java 11 is too old: Kafka needs 17 or newer',
    );
  });

  it('says which Java is missing', async () => {
    await expect(findJava({ PATH: javaHome })).rejects.toThrow("no Java: java can't be run");
  });
});

describe('javaRelease', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['nonsense', 0],
  ])('reads %s', (printed, release) => expect(javaRelease(printed)).toBe(release));
});
