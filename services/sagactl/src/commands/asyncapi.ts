import { asyncApi, topics } from '@saga/contracts';
import { compile, conversationOf } from '@saga/definition';
import { soundDefinitions } from '../examine/sound-definitions.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { deliver } from '../output.js';
import type { Terminal } from '../terminal.js';

export interface AsyncApiOptions {
  topicPrefix: string;
  output?: string;
}

/** Gives the messages around the definitions of files as AsyncAPI; while one has faults, these are told instead. */
export async function asyncapi(
  files: string[],
  { topicPrefix, output }: AsyncApiOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { sound, status } = await soundDefinitions(files, terminal);
  if (status !== EXIT.ok) return status;
  const conversations = sound.map((definition) => ({
    ...conversationOf(compile(definition, 1)),
    // A file has no version: that comes with the registration.
    version: null,
  }));
  const document = asyncApi({ topics: topics(topicPrefix), conversations });
  await deliver(`${JSON.stringify(document, null, 2)}\n`, output, terminal);
  return EXIT.ok;
}
