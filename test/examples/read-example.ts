import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of one of the sample definitions in docs/examples/sagas. */
export function readExample(name: string): string {
  return readFileSync(join(__dirname, '../../docs/examples/sagas', `${name}.yaml`), 'utf8');
}
