import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyoneMayEnter } from './cache.js';

/** Makes a throw-away folder; `forEveryone` if a program that runs as another user must reach it. */
export async function makeWorkFolder(name: string, { forEveryone = false } = {}): Promise<string> {
  const parent = forEveryone && !(await everyoneMayEnter(tmpdir())) ? '/tmp' : tmpdir();
  return mkdtemp(join(parent, `saga-${name}-`));
}
