import { soundDefinitions } from '../examine/sound-definitions.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { deliver } from '../output.js';
import type { Terminal } from '../terminal.js';
import { declareCommands } from '../types/declare-commands.js';

/** Declares the commands of files in TypeScript; while one of the files has faults, these are told instead. */
export async function types(
  files: string[],
  { output }: { output?: string },
  terminal: Terminal,
): Promise<ExitStatus> {
  const { sound, status } = await soundDefinitions(files, terminal);
  if (status !== EXIT.ok) return status;
  await deliver(declareCommands(sound), output, terminal);
  return EXIT.ok;
}
