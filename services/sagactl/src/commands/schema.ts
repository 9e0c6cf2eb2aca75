import { sagaDefinitionSchema } from '@saga/definition';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { deliver } from '../output.js';
import type { Terminal } from '../terminal.js';

/** Gives the JSON Schema of saga definitions. */
export async function schema({ output }: { output?: string }, terminal: Terminal): Promise<ExitStatus> {
  await deliver(JSON.stringify(sagaDefinitionSchema, null, 2) + '\n', output, terminal);
  return EXIT.ok;
}
