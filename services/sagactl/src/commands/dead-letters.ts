import type { Json, JsonObject } from '@saga/definition';
import type { LetterFilter, LetterGroup, LetterSummary, SweptLetters } from '../client/answers.js';
import { CoordinatorClient } from '../client/coordinator-client.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { table } from '../table.js';
import { type Terminal, visible } from '../terminal.js';
import type { CoordinatorOptions } from './definitions.js';
import { printAnswer } from './print-answer.js';

const HEADS = ['LETTER', 'STATE', 'CAUSE', 'GROUP', 'TOPIC', 'SAGA', 'GIVEN UP', 'CAME BACK'];
const GROUP_HEADS = [
  'GROUP',
  'TOPIC',
  'CAUSE',
  'OPEN',
  'REDRIVEN',
  'DISCARDED',
  'MESSAGES',
  'CAME BACK',
  'LAST',
];
/** How many letters one request about many takes. */
const AT_ONCE = 100;

/** Which letters to find. */
export type Finding = CoordinatorOptions & LetterFilter & { limit: number };

/** A decision about letters. */
export interface Closing extends CoordinatorOptions, LetterFilter {
  by: string;
  reason: string;
  dryRun?: boolean;
  headers?: JsonObject;
  patch?: Json;
  value?: Json;
}

/** Lists dead letters. */
export async function letters(options: Finding, terminal: Terminal): Promise<ExitStatus> {
  const all = await new CoordinatorClient(options.url).deadLetters(filterOf(options), options.limit);
  printAnswer(all, () => table([HEADS, ...all.map(cellsOf)]), options, terminal);
  return EXIT.ok;
}

/** Counts dead letters by who gave them up, where and why. */
export async function letterGroups(options: Finding, terminal: Terminal): Promise<ExitStatus> {
  const all = await new CoordinatorClient(options.url).deadLetterGroups(filterOf(options), options.limit);
  printAnswer(all, () => table([GROUP_HEADS, ...all.map(groupCellsOf)]), options, terminal);
  return EXIT.ok;
}

/** Shows a dead letter with its message, as JSON, and in words whether it came back. */
export async function showLetter(
  id: string,
  options: CoordinatorOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const letter = await new CoordinatorClient(options.url).deadLetter(id);
  const text = JSON.stringify(letter, null, 2);
  printAnswer(letter, () => `${text}\n${recurrenceOf(letter)}\n`, options, terminal);
  return EXIT.ok;
}

/** Closes one letter, or all open ones that match, request after request; says what became of them. */
export async function closeLetters(
  act: 'redrive' | 'discard',
  id: string | undefined,
  options: Closing,
  terminal: Terminal,
): Promise<ExitStatus> {
  const client = new CoordinatorClient(options.url);
  const { by, reason, dryRun, headers, patch, value } = options;
  if (id !== undefined) {
    const closed = await client.closeLetter(id, act, { by, reason, dryRun, headers, patch, value });
    const said = dryRun ? JSON.stringify(closed, null, 2) : `letter ${id}: ${closed.state}`;
    printAnswer(closed, () => `${said}\n`, options, terminal);
    return EXIT.ok;
  }
  if ([headers, patch, value].some((part) => part !== undefined)) {
    terminal.err('a fix is for one letter: name it\n');
    return EXIT.trouble;
  }
  const { cameBack, ...filter } = filterOf(options);
  const flag = cameBack === undefined ? undefined : cameBack === 'true';
  const swept: SweptLetters['letters'] = [];
  for (let after: string | undefined; ;) {
    const request = { by, reason, dryRun, ...filter, cameBack: flag, limit: AT_ONCE, after };
    const page = await client.closeLetters(act, request);
    swept.push(...page.letters);
    terminal.live?.(`${swept.length} looked at, ${page.left} left`);
    if (page.next === null) break;
    after = page.next;
  }
  printAnswer(swept, () => sweptText(act, swept, dryRun ?? false), options, terminal);
  return EXIT.ok;
}

function sweptText(act: 'redrive' | 'discard', swept: SweptLetters['letters'], dryRun: boolean): string {
  const refused = swept.flatMap(({ id, refusal }) =>
    refusal ? [`letter ${id}: ${refusal.code}: ${visible(refusal.message)}\n`] : [],
  );
  const verb = act === 'redrive' ? 'redriven' : 'discarded';
  const done = swept.length - refused.length;
  return `${refused.join('')}${done} ${dryRun ? `would be ${verb}` : verb}, ${refused.length} refused\n`;
}

function filterOf({ state, code, topic, group, saga, cameBack, from, until }: LetterFilter): LetterFilter {
  return { state, code, topic, group, saga, cameBack, from, until };
}

function cellsOf({
  id,
  state,
  cause,
  consumerGroup,
  topic,
  sagaId,
  givenUpAt,
  recurrence,
}: LetterSummary): string[] {
  const texts = [cause.code, consumerGroup, topic, sagaId ?? '-'].map(visible);
  return [id, state, ...texts, givenUpAt, `${recurrence.cameBack}`];
}

function groupCellsOf(group: LetterGroup): string[] {
  const { consumerGroup, topic, code, open, redriven, discarded, messages, cameBack, lastAt } = group;
  const counts = [open, redriven, discarded, messages, cameBack].map(String);
  return [...[consumerGroup, topic, code].map(visible), ...counts, lastAt];
}

function recurrenceOf({ recurrence: { cameBack, firstAt, lastRedrive } }: LetterSummary): string {
  if (!lastRedrive) return 'it was not redriven before';
  const times = cameBack === 1 ? 'once' : `${cameBack} times`;
  return `came back ${times}; first ${firstAt}; last redriven by ${lastRedrive.by} at ${lastRedrive.at}`;
}
