import { Document, isMap, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Draft, DraftEvent, DraftMisfit } from './draft.js';
import type { Findings } from './discovery.js';
import { words } from './durations.js';

/** The draft as a definition in YAML, with what was seen as comments. */
export function draftYaml(draft: Draft, findings: Findings): string {
  const document = new Document(draft.definition);
  document.commentBefore = comment([...head(draft, findings), ...remarks(draft, findings)]);
  const events = document.getIn(['choreography', 'events']) as YAMLMap<Scalar<string>>;
  draft.events.forEach((event, i) => {
    const { key, value } = events.items[i] as Pair<Scalar<string>>;
    key.commentBefore = comment(eventLines(event, draft));
    const after = isMap(value) && value.get('after', true);
    if (after && typeof after === 'object') Object.assign(after, { flow: true });
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function head({ flows }: Draft, { events, repetitions, period, activities }: Findings): string[] {
  const topics = [...new Set(activities.map(({ topic }) => topic))].join(', ');
  const [from, to] = [period!.from, period!.to].map((time) => new Date(time).toISOString());
  const again = repetitions > 0 ? ` (${counted(repetitions, 'repetition')} left out)` : '';
  return [
    `A draft, read off from ${counted(events - repetitions, 'event')}${again} in ${counted(flows, 'flow')} on ${topics},`,
    `from ${from} to ${to}.`,
    'What never happened in that time is not in it: look it through, and say what undoes what (compensate).',
  ];
}

function eventLines(event: DraftEvent, { flows }: Draft): string[] {
  const { delay, after, repeating, fails, isAftermath } = event;
  const lines = [`In ${shareOf(event.flows, flows)} of the flows`];
  if (event.event.starts) lines[0] = `Begins ${counted(flows, 'flow')}`;
  if (event.ends > 0) lines[0] += `, and the last of ${event.ends}`;
  lines[0] += '.';
  if (delay) {
    const { p50, p95, p99, max } = delay;
    lines.push(
      `After ${after.map(({ name }) => name).join(' and ')}: half within ${words(p50)}, 95% within ${words(p95)}, 99% within ${words(p99)}, at most ${words(max)}.`,
    );
  } else if (!event.event.starts)
    lines.push('Seen too seldom, or in too many orders, to say what it comes after.');
  if (fails === 'by-name') lines.push('Its name says that something has failed.');
  else if (fails) lines.push(`Flows with it do not come to ${fails.lacks}: a failure?`);
  if (isAftermath) lines.push('Comes only when something has failed: does it undo something?');
  if (repeating > 0) lines.push(`Comes more than once in ${shareOf(repeating, event.flows)} of its flows.`);
  return [...lines, keyLine(event)];
}

/** How sure the key is, and what else there would have been. */
function keyLine({ joins, key: { others } }: DraftEvent): string {
  const beside = others.map(
    ({ key, asGood }) => `${key} ${asGood >= 0.995 ? 'as many' : `${percent(asGood)} of that`}`,
  );
  const joining = `Its key joins ${percent(joins)} of its events to those of others`;
  return `${joining}${beside.length > 0 ? ` (${beside.join(', ')})` : ''}.`;
}

/** What a person should look at. */
function remarks({ sideBySide, misfits, others }: Draft, findings: Findings): string[] {
  const { unfinished, cutShort, astray, activities, leftOut, unreadable } = findings;
  const lines = [
    ...sideBySide.map(([one, other]) => `${one} and ${other} come in any order.`),
    ...misfits.map(
      (each) => `${counted(each.flows, 'flow')} ${misfitWords(each)}, such as ${each.samples.join(', ')}.`,
    ),
  ];
  if (unfinished.count > 0)
    lines.push(
      `${counted(unfinished.count, 'flow')} may still go on and ${unfinished.count === 1 ? 'was' : 'were'} not counted, such as ${unfinished.samples.join(', ')}.`,
    );
  if (cutShort > 0)
    lines.push(
      `${counted(cutShort, 'flow')} may be cut short: more were open than fit in memory. Read a shorter time.`,
    );
  for (const [activity, { count, samples }] of astray)
    lines.push(
      `${counted(count, 'event')} of ${activities[activity]!.type} ${count === 1 ? 'belongs' : 'belong'} to no flow, such as ${samples.join(', ')}.`,
    );
  for (const { type, topic, events } of others)
    lines.push(`Not part of it: ${type} on ${topic} (${counted(events, 'event')}).`);
  for (const [problem, { count, samples }] of unreadable)
    lines.push(
      `${counted(count, 'message')} ${count === 1 ? 'is no event' : 'are no events'}: ${problem}, such as ${samples.join(', ')}.`,
    );
  if (leftOut > 0) lines.push(`${counted(leftOut, 'event')} of further types were left out.`);
  return lines.length > 0 ? ['', ...lines] : [];
}

function misfitWords({ kind, event, other }: DraftMisfit): string {
  if (kind === 'before') return `had ${event} before ${other}`;
  return kind === 'without' ? `did not fail and had no ${event}` : `began before ${event}, or without it`;
}

/** Each line behind a #, as the library writes it; types and ids of others can't end the comment. */
function comment(lines: string[]): string {
  return lines.map((line) => ` ${line.replace(/\p{Cc}/gu, '?')}`).join('\n');
}

function shareOf(part: number, all: number): string {
  return part === all ? `all ${all}` : `${part} of ${all} (${percent(part / all)})`;
}

function percent(share: number): string {
  const figure = 100 * share;
  return `${figure > 0 && figure < 10 ? Number(figure.toFixed(1)) : Math.floor(figure)}%`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
