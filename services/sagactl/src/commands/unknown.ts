import type { UnknownEvents } from '../client/answers.js';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { table } from '../table.js';
import { type Terminal, visible } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { printAnswer } from './print-answer.js';

export interface UnknownOptions extends CoordinatorOptions {
  limit: number;
}

const HEADS = ['TOPIC', 'TYPE', 'REASON', 'COUNT', 'FIRST SEEN', 'LAST SEEN', 'SAMPLE'];
const LONGEST_SAMPLE = 100;

/** Lists the events that belong to nothing, with counts and a sample each, and says what can be done about them. */
export async function unknown(
  { url, format, limit }: UnknownOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const all = await new CoordinatorClient(url).unknownEvents(limit);
  const text = () => [table([HEADS, ...all.map(cellsOf)]), ...hints(all)].join('\n');
  printAnswer(all, text, { format }, terminal);
  return EXIT.ok;
}

function cellsOf({ topic, type, reason, count, firstSeen, lastSeen, sample }: UnknownEvents): string[] {
  return [topic, visible(type) || '-', reason, `${count}`, firstSeen, lastSeen, textOf(sample)];
}

/** Of an unknown type the message is there as text, of others what the event says. */
function textOf({ value, data }: UnknownEvents['sample']): string {
  const text = visible(typeof value === 'string' ? value : JSON.stringify(data ?? null));
  return text.length > LONGEST_SAMPLE ? `${text.slice(0, LONGEST_SAMPLE)}…` : text;
}

function hints(all: UnknownEvents[]): string[] {
  const untold = all.filter(({ reason }) => reason === 'unknown-type').map(({ topic }) => topic);
  const topics = [...new Set(untold)].sort().join();
  return [
    ...(topics ? [`unknown-type: draft a definition of them by  sagactl discover --topics ${topics}\n`] : []),
    ...(untold.length < all.length
      ? ["no-saga: look at the events' keys, and at `key` and `keep` in the definition that waits for them\n"]
      : []),
  ];
}
