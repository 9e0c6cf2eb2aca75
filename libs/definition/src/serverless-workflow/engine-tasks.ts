import type { SagaStep } from '../saga-definition.js';
import { commandLeaf, inputIn } from './commands.js';
import { dataIn, templateFor } from './expressions.js';
import { errorCode } from './failure-codes.js';
import type { FlowImporter } from './flow-importer.js';
import { kebab } from './names.js';
import type { Leaf } from './outcome.js';
import type { Source } from './source.js';
import { reading } from './value.js';
import type { Standing, Task } from './workflow.js';

/** The coordinator publishes no domain events: a participant does, by its outbox. */
export function emitTask(task: Task, standing: Standing, { workflow }: FlowImporter): Leaf {
  const emit = task.source.required('emit');
  const event = emit.required('event');
  const input = inputIn(event.required('with'), standing);
  emit.tell(
    'publishing an event',
    'the coordinator publishes only what it has to say of the saga itself',
    'let the participant "events" handle the command events.publish, or let the participant of the step before publish it with its own changes',
  );
  return commandLeaf(task, { command: 'events.publish', input }, standing, workflow);
}

/** A saga fails when a participant refuses a command; this one is there to be refused. */
export function raiseTask(task: Task, standing: Standing, { workflow }: FlowImporter): Leaf {
  const raise = task.source.required('raise');
  const error = workflow.component(raise.required('error'), 'errors');
  const data = dataIn(error, standing.scope);
  const code = errorCode(error.field('type')?.value, error.field('status')?.value);
  raise.tell(
    'raising an error',
    'a saga fails by what a participant answers',
    `let the participant "errors" refuse the command errors.raise (a business failure) with the code ${code ?? 'it carries'}`,
  );
  const input = templateFor(error, data, standing.around.readable);
  const order = { command: 'errors.raise', input, retry: { attempts: 1 }, isHarmless: true };
  return commandLeaf(task, order, standing, workflow);
}

const PROCESSES: Readonly<Record<string, string>> = {
  container: 'containers.run',
  script: 'scripts.run',
  shell: 'shells.run',
};

/** Another workflow becomes another saga; other processes are run by a participant. */
export function runTask(task: Task, standing: Standing, { workflow }: FlowImporter): Leaf {
  const run = task.source.required('run');
  const nested = run.field('workflow');
  if (nested)
    return sagaLeaf(task, run, nested, standing, workflow.namespace, workflow.names.step(task.name));
  const kind = Object.keys(PROCESSES).find((each) => run.has(each));
  if (kind === undefined)
    run.fault('runs nothing', `name one of: workflow, ${Object.keys(PROCESSES).join(', ')}`);
  const command = PROCESSES[kind ?? 'script']!;
  const [participant] = command.split('.', 1);
  run.tell(
    `running a ${kind}`,
    'the coordinator runs nothing itself',
    `let the participant "${participant}" handle the command ${command}, or write a command of its own for it`,
  );
  awaited(run);
  return commandLeaf(task, { command, input: inputIn(run, standing) }, standing, workflow);
}

function sagaLeaf(
  { source }: Task,
  run: Source,
  nested: Source,
  standing: Standing,
  own: string,
  step: string,
): Leaf {
  awaited(run);
  run
    .field('return')
    ?.leaveOut('what is returned', 'a saga always gives its output', 'choose from it in "output"');
  const namespace = nested.required('namespace');
  if (namespace.text() !== own)
    namespace.tell(
      `the namespace ${namespace.text()}`,
      'sagas have none',
      'see that the name is the right one',
    );
  const version = nested.required('version');
  if (version.text() !== 'latest')
    version.tell(
      `version ${version.text()}`,
      'versions of a saga are counted from 1; without one the current is meant',
      'set "version" in the saga if it has to be an earlier one',
    );
  const name = nested.required('name').text();
  const input = nested.field('input');
  const written = input && inputIn(input, standing);
  const { retry } = standing.around;
  if (retry)
    source.tell('retrying another saga', 'it retries its own steps', 'set "retry" there', '/run/workflow');
  return {
    make: ({ output, timeout }): SagaStep => ({
      name: step,
      saga: kebab(name) ?? 'workflow',
      ...(written !== undefined && { input: written }),
      ...(output !== undefined && { output }),
      ...(timeout && { timeout }),
    }),
    output: reading(`steps.${step}`),
    answer: reading('reply'),
  };
}

function awaited(run: Source): void {
  const wait = run.field('await');
  if (wait && !wait.flag())
    wait.tell(
      'not waiting for the end',
      'a step of a saga ends when its work does',
      'let the participant answer early',
    );
}
