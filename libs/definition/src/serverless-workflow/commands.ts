import type { Json } from '../json.js';
import type { CommandStep, Compensation, RetryPolicy } from '../saga-definition.js';
import { COMMAND_PATTERN } from '../schema.js';
import { dataIn, templateFor } from './expressions.js';
import type { Leaf } from './outcome.js';
import type { Source } from './source.js';
import { reading, type Value } from './value.js';
import type { Standing, Task, Workflow } from './workflow.js';

/** What a task has somebody do. */
interface Order {
  command: string;
  input: Json | undefined;
  retry?: RetryPolicy;
  /** Whether it changes nothing, so that there is nothing to undo. */
  isHarmless?: boolean;
}

/** A command step. The task's metadata may say which command it is, and which one undoes it. */
export function commandLeaf(
  { name, source }: Task,
  order: Order,
  standing: Standing,
  { names }: Workflow,
): Leaf {
  const step = names.step(name);
  const metadata = source.field('metadata');
  const command = commandIn(metadata?.field('command')) ?? order.command;
  const compensate = compensationIn(metadata?.field('compensate'), standing);
  if (compensate === undefined && !order.isHarmless)
    source.tell(
      `how "${step}" is undone`,
      'a workflow stops where it fails, a saga undoes what was done before',
      'name the command that undoes it, or leave "compensate: none" if there is nothing to undo',
      '/metadata/compensate',
    );
  const retry = order.retry ?? standing.around.retry;
  return {
    make: ({ output, timeout }): CommandStep => ({
      name: step,
      command,
      ...(order.input !== undefined && { input: order.input }),
      ...(output !== undefined && { output }),
      ...(timeout && { timeout }),
      ...(retry && { retry }),
      compensate: compensate ?? 'none',
    }),
    output: reading(`steps.${step}`),
    answer: reading('reply'),
  };
}

/** The input that a part of the document, an object, gives to a command. */
export function inputIn(source: Source, { scope, around }: Standing): Json {
  const fields = source.fields().map(([name, field]): [string, Value] => [name, dataIn(field, scope)]);
  return templateFor(source, { kind: 'object', fields: Object.fromEntries(fields) }, around.readable);
}

function compensationIn(source: Source | undefined, standing: Standing): Compensation | string | undefined {
  if (!source) return undefined;
  if (typeof source.value === 'string') return source.value === 'none' ? source.text() : commandIn(source);
  const command = commandIn(source.required('command'));
  const input = source.field('input');
  return command && { command, ...(input && { input: inputIn(input, standing) }) };
}

const COMMAND = new RegExp(COMMAND_PATTERN);

function commandIn(source: Source | undefined): string | undefined {
  if (!source) return undefined;
  const command = source.text();
  if (COMMAND.test(command)) return command;
  if (typeof source.value === 'string')
    source.fault(`"${command}" is no command`, 'write <participant>.<action>, such as payments.refund');
  return undefined;
}
