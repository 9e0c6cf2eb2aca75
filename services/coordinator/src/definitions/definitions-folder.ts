import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDefinition } from '@saga/definition';
import type { RegisteredDefinition, Store } from '@saga/store';

/** Registers every definition in a folder. Throws naming the file whose definition is not valid. */
export async function registerFolder(
  store: Store,
  folder: string,
): Promise<(RegisteredDefinition & { created: boolean })[]> {
  const files = (await readdir(folder)).filter((file) => /\.(ya?ml|json)$/.test(file)).sort();
  const registered = [];
  for (const file of files) {
    try {
      registered.push(
        await store.definitions.register(parseDefinition(await readFile(join(folder, file), 'utf8'))),
      );
    } catch (error) {
      throw new Error(`${join(folder, file)}: ${(error as Error).message}`, { cause: error });
    }
  }
  return registered;
}
