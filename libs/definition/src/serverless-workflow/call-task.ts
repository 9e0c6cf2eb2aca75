import type { Json } from '../json.js';
import { isJsonObject } from '../json.js';
import { CALLS, commandName, commandOfFunction } from './calls.js';
import { commandLeaf, inputIn } from './commands.js';
import { dataIn, templateFor, uriIn } from './expressions.js';
import type { FlowImporter } from './flow-importer.js';
import { kebab } from './names.js';
import type { Leaf } from './outcome.js';
import type { Source } from './source.js';
import type { Value } from './value.js';
import type { Standing, Task } from './workflow.js';

/** A call becomes a command: the coordinator asks a participant, who makes the call. */
export function callTask(task: Task, standing: Standing, { workflow }: FlowImporter): Leaf {
  const { source, name } = task;
  const call = source.required('call');
  const written = call.text();
  const parameters = source.field('with');
  if (!Object.hasOwn(CALLS, written)) {
    const command = commandOfFunction(written, workflow.namespace);
    const declared = workflow.declared('functions', written);
    if (/[:@]/.test(written) && !declared)
      call.tell(`the function ${written}`, 'a command has no catalogue and no version', offer(command));
    declared?.leaveOut(
      `how the function "${written}" is called`,
      'the coordinator commands participants, which do the work',
      offer(command),
    );
    const input = parameters && inputIn(parameters, standing);
    return commandLeaf(task, { command, input }, standing, workflow);
  }
  const called = CALLS[written]!(isJsonObject(parameters?.value) ? parameters.value : {});
  const command = commandName(called.participant, called.action ?? kebab(name), workflow.namespace);
  call.tell(
    `the call by ${written}`,
    'the coordinator speaks to participants, over Kafka',
    offer(command, written),
  );
  const isHarmless = written === 'http' && isReading(parameters?.field('method')?.value);
  const input = inputOfCall(source.required('with'), standing);
  return commandLeaf(task, { command, input, isHarmless }, standing, workflow);
}

/** Whether an HTTP method, by its definition, changes nothing. */
function isReading(method: unknown): boolean {
  return typeof method === 'string' && /^(get|head|options)$/i.test(method);
}

function offer(command: string, protocol?: string): string {
  const [participant] = command.split('.', 1);
  const how = protocol ? ` and make the call by ${protocol}, with its input` : ', as the function does';
  return `let the participant "${participant}" handle the command ${command}${how}`;
}

/** What the call has in its `with`, but for credentials and for what only a client of its own could do. */
function inputOfCall(parameters: Source, standing: Standing): Json {
  const fields = parameters.fields().flatMap(([name, field]): [string, Value][] => {
    if (name === 'subscription') {
      field.leaveOut(
        'a subscription',
        'a participant subscribes to what it needs',
        'let the participant subscribe, or wait for an event with "event"',
      );
      return [];
    }
    return fieldIn(name, field, standing);
  });
  const value: Value = { kind: 'object', fields: Object.fromEntries(fields) };
  return templateFor(parameters, value, standing.around.readable);
}

/** What describes a server; there may be credentials in it, and URIs with `{names}`. */
const DESCRIBE_SERVER = new Set(
  'endpoint document proto service server agentCard transport http stdio uri headers'.split(' '),
);
const CREDENTIALS = /^(authentication|authorization|environment)$/i;

/** A field of the call's input; none for credentials. */
function fieldIn(name: string, source: Source, standing: Standing): [string, Value][] {
  if (CREDENTIALS.test(name)) {
    withoutCredentials(source);
    return [];
  }
  return [[name, DESCRIBE_SERVER.has(name) ? serverIn(source, standing) : dataIn(source, standing.scope)]];
}

function serverIn(source: Source, standing: Standing): Value {
  if (typeof source.value === 'string') return uriIn(source, standing.scope);
  if (!isJsonObject(source.value)) return dataIn(source, standing.scope);
  const fields = source.fields().flatMap(([name, field]) => fieldIn(name, field, standing));
  return { kind: 'object', fields: Object.fromEntries(fields) };
}

function withoutCredentials(source: Source): void {
  source.leaveOut(
    'credentials',
    'they do not belong into messages',
    'configure them where the participant makes the call',
  );
}
