import type { SagaAnswer } from '../client/answers.js';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Terminal } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { printAnswer } from './print-answer.js';

/** Tells a saga something, and what state it is in then. */
export async function speakToSaga(
  speak: (client: CoordinatorClient) => Promise<SagaAnswer>,
  { url, format }: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const saga = await speak(new CoordinatorClient(url));
  printAnswer(saga, ({ id, state }) => `${id}: ${state}\n`, { format }, terminal);
  return EXIT.ok;
}
