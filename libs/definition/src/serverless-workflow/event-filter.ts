import type { EventStep } from '../saga-definition.js';
import { celFor, conditionIn, dataIn, expressionIn } from './expressions.js';
import type { Scope } from './jq.js';
import { kebab } from './names.js';
import type { Source } from './source.js';
import { both, celOf, literal, operand, reading } from './value.js';
import type { Standing, Task } from './workflow.js';

/** What a saga waits for in place of an event of the DSL. */
export type AwaitedEvent = EventStep['event'] | { signal: string };

const ATTRIBUTES = ['id', 'source', 'type', 'time', 'data'];
const OTHERS = `a saga reads of an event: ${ATTRIBUTES.join(', ')}`;

/** An event, as the expressions of a saga read it. They read nothing else beside it. */
const EVENT: Scope = {
  dot: {
    kind: 'object',
    fields: Object.fromEntries(ATTRIBUTES.map((name) => [name, reading(`event.${name}`)])),
    others: OTHERS,
  },
  variables: {},
};

/** The event that a filter lets pass, and what makes it the one for this saga. */
export function awaitedEvent(filter: Source, task: Task, standing: Standing): AwaitedEvent {
  const attributes = filter.required('with');
  const type = typeIn(attributes);
  const correlations = filter.field('correlate')?.fields() ?? [];
  if (type === undefined) {
    filter.leaveOut(
      'an event of no certain type',
      'a step waits for events of one type',
      'name the type, or send the signal',
    );
    return { signal: kebab(task.name) ?? 'event' };
  }
  const pairs = correlations.flatMap(([, correlation]) => correlatedBy(correlation, standing));
  if (pairs.some(({ isForThis }) => isForThis)) return signalFor(type, filter, attributes);
  const conditions = attributes
    .fields()
    .filter(([name]) => name !== 'type')
    .flatMap(([name, field]) => conditionOn(name, field));
  if (pairs.length === 0)
    filter.tell(
      `which ${type} is meant`,
      'each event of this type is for every saga that waits for one',
      'say by "key" and "match" (in the workflow: correlate) what the event and the saga have in common',
      '/correlate',
    );
  const [key, match] = pairs.length === 0 ? ["'any'", "'any'"] : keyAndMatch(pairs);
  const isMeant = conditions.length === 0 ? match : `${operand(both(conditions))} ? dyn(${match}) : null`;
  return { type, topic: topicFor(type, task.source), key, match: isMeant };
}

/** Where events of a type are published: the DSL does not know of topics. */
export function topicFor(type: string, source: Source): string {
  const topic = source.field('metadata')?.field('topic')?.text();
  if (topic !== undefined && /^[A-Za-z0-9._-]{1,249}$/.test(topic)) return topic;
  const guess = type.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 249);
  if (topic !== undefined)
    source.field('metadata')!.field('topic')!.fault('is no topic of Kafka', 'use letters, digits, . _ -');
  else
    source.tell(
      `the topic of ${type}`,
      'the DSL does not say where events are published',
      `name the topic in the saga (or in metadata.topic); it is ${guess} now`,
      '/metadata/topic',
    );
  return guess;
}

/** The type that events must have; undefined when it is computed, a pattern, or not there. */
export function typeIn(attributes: Source): string | undefined {
  const type = attributes.field('type');
  if (!type) return undefined;
  const text = type.text();
  return text === '' || /[\s*^$\\[({|?+]/.test(text) ? undefined : text;
}

interface Correlation {
  key: string;
  match: string;
  /** Whether the event carries the workflow's own id. */
  isForThis: boolean;
}

function correlatedBy(correlation: Source, { scope, around }: Standing): Correlation[] {
  const from = correlation.required('from');
  const expect = correlation.field('expect');
  const carried = expressionIn(from, EVENT);
  if (!expect) {
    correlation.leaveOut(
      'a correlation without an expectation',
      'a step waits for one event, so that there is no first one to compare it with',
      'say in "expect" what the event has to carry',
    );
    return [];
  }
  if (isOwnId(expect)) return [{ key: '', match: '', isForThis: true }];
  const expected = dataIn(expect, scope);
  const match = celFor(from, carried, ['event']);
  const key = celFor(expect, expected, around.readable);
  return match === undefined || key === undefined ? [] : [{ key, match, isForThis: false }];
}

/** Who knows the id of the workflow that runs can send it a signal. */
function isOwnId(expect: Source): boolean {
  const isId = typeof expect.value === 'string' && /^\s*\$\{\s*\$workflow\.id\s*\}\s*$/.test(expect.value);
  if (isId) expect.cover();
  return isId;
}

/** Several correlations make one key: all of them, each in a line of its own. */
function keyAndMatch(correlations: readonly Correlation[]): [key: string, match: string] {
  const [only, ...more] = correlations;
  if (more.length === 0) return [only!.key, only!.match];
  const lines = (texts: string[]) => texts.map((text) => `string(${text})`).join(" + '\\n' + ");
  return [lines(correlations.map(({ key }) => key)), lines(correlations.map(({ match }) => match))];
}

function signalFor(type: string, filter: Source, attributes: Source): { signal: string } {
  const signal = kebab(type) ?? 'event';
  filter.tell(
    `the event ${type} for this workflow alone`,
    'a saga gets what is meant for it alone as a signal',
    `send it the signal "${signal}", with what the event would carry as its data`,
  );
  for (const [name, field] of attributes.fields())
    if (name !== 'type')
      field.leaveOut(
        `the filter by "${name}"`,
        'a signal has only data',
        'check it after the step, by "choose"',
      );
  return { signal };
}

/** What else a filter asks of an event, in CEL. */
function conditionOn(name: string, field: Source): string[] {
  const isExpression = typeof field.value === 'string' && field.value.includes('${');
  if (name === 'data' && isExpression)
    return [conditionIn(field, { ...EVENT, dot: reading('event.data') }, ['event'])];
  if (ATTRIBUTES.includes(name) && name !== 'data' && typeof field.value === 'string' && !isExpression)
    return [`event.${name} == ${celOf(literal(field.text()))}`];
  field.leaveOut(
    `the filter by "${name}"`,
    OTHERS,
    'say in "match" of the event step which events are meant',
  );
  return [];
}
