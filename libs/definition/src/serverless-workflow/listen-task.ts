import type { EventStep, ParallelStep, SignalStep, Step } from '../saga-definition.js';
import { type Data, met } from './data-flow.js';
import { type AwaitedEvent, awaitedEvent } from './event-filter.js';
import type { FlowImporter } from './flow-importer.js';
import { kebab, wordsOf } from './names.js';
import type { Leaf } from './outcome.js';
import type { Source } from './source.js';
import { fieldOf, reading, type Value } from './value.js';
import type { Standing, Task } from './workflow.js';

/** Waiting for one event, for any of several, or for all of them. */
export function listenTask(task: Task, standing: Standing, importer: FlowImporter): Leaf {
  const { source, name } = task;
  const listen = source.required('listen');
  source
    .field('foreach')
    ?.leaveOut('what is done for each event', 'a step waits for one event', 'put these steps after it');
  const to = listen.required('to');
  const read = readIn(listen.field('read'));
  to.field('until')?.leaveOut(
    'listening until something happens',
    'a step waits for one event, once',
    'write a "repeat" step with an event step in it',
  );
  const strategy = ['one', 'any', 'all'].find((each) => to.has(each));
  if (strategy === undefined) {
    to.fault('listens to nothing', 'write one, any or all');
    to.cover();
  }
  const filters = strategy === 'one' ? [to.required('one')] : strategy ? to.required(strategy).items() : [];
  const awaited = filters.map((filter) => awaitedEvent(filter, task, standing));
  const { names } = importer.workflow;
  if (awaited.length === 1) return eventLeaf(names.step(name), awaited[0]!, read);
  if (awaited.length === 0) {
    to.tell('listening to every event', 'a step waits for events of one type', 'name the event');
    return signalLeaf(names.step(name), kebab(name) ?? 'event');
  }
  const group = names.step(name);
  const leaves: Awaiting[] = awaited.map((event) =>
    eventLeaf(names.step(`${name} ${topicOf(event)}`), event, read),
  );
  return severalLeaf(group, leaves, strategy === 'any', standing.data);
}

/** Events side by side, each with its own step. */
function severalLeaf(group: string, leaves: Awaiting[], isOneEnough: boolean, data: Data): Leaf {
  return {
    make: ({ timeout }): ParallelStep => {
      const steps = leaves.map((leaf) => leaf.make({ timeout }));
      const branches = Object.fromEntries(steps.map((step): [string, Step[]] => [step.name, [step]]));
      return { name: group, parallel: { ...(isOneEnough && { join: 'any' }), branches } };
    },
    output: isOneEnough
      ? met(leaves.map(({ name, output }) => ({ steps: new Set([name]), data: { ...data, dot: output } })))
          .dot
      : listOf(...leaves.map(({ output }) => fieldOf(output, 0))),
  };
}

/** Which part of an event its step keeps. */
type Read = 'data' | 'envelope';

function readIn(source: Source | undefined): Read {
  const read = source?.text() ?? 'data';
  if (read === 'raw')
    source!.tell(
      'the raw data of an event',
      'data of events is JSON in a saga',
      'see whether its "data" will do',
    );
  else if (read !== 'data' && read !== 'envelope')
    source!.fault(`can not read "${read}"`, 'write data, envelope or raw');
  return read === 'envelope' ? 'envelope' : 'data';
}

/** A step that waits, with the name that it will have. */
type Awaiting = Leaf & { name: string };

/** The output of listening is the list of what has come. */
function listOf(...items: Value[]): Value {
  return { kind: 'list', items };
}

function eventLeaf(name: string, awaited: AwaitedEvent, read: Read): Awaiting {
  if ('signal' in awaited) return signalLeaf(name, awaited.signal);
  return {
    name,
    make: ({ output, timeout }): EventStep => ({
      name,
      event: awaited,
      ...(output !== undefined ? { output } : read === 'envelope' && { output: '${ event }' }),
      ...(timeout && { timeout }),
    }),
    output: listOf(reading(`steps.${name}`)),
    answer: listOf(reading(read === 'envelope' ? 'event' : 'event.data')),
    answerVariable: 'event',
  };
}

function signalLeaf(name: string, signal: string): Awaiting {
  return {
    name,
    make: ({ output, timeout }): SignalStep => ({
      name,
      signal,
      ...(output !== undefined && { output }),
      ...(timeout && { timeout }),
    }),
    output: listOf(reading(`steps.${name}`)),
    answer: listOf(reading('signal')),
    answerVariable: 'signal',
  };
}

function topicOf(awaited: AwaitedEvent): string {
  const words = 'signal' in awaited ? [awaited.signal] : awaited.type.split(/[./]/);
  return words.filter((word) => !/^v?\d+$/.test(word)).at(-1) ?? wordsOf(words.join(' ')).join(' ');
}
