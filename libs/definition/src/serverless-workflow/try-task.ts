import type { Way as SagaWay } from '../saga-definition.js';
import { type Data, met } from './data-flow.js';
import { conditionIn } from './expressions.js';
import { failureCondition } from './failure-codes.js';
import type { FlowImporter } from './flow-importer.js';
import { allSteps, type Flow, type Group, namesOf } from './outcome.js';
import { retryIn } from './retry.js';
import type { Source } from './source.js';
import { both, reading, type Value, unknown } from './value.js';
import type { Standing, Task } from './workflow.js';

/** Ways to get something done, where errors are caught; retries become those of the commands. */
export function tryTask(task: Task, standing: Standing, importer: FlowImporter): Group {
  const { name, source } = task;
  const { scope, data, around } = standing;
  const handler = source.required('catch');
  const retry = handler.field('retry');
  const policy = retry && retryIn(importer.workflow.component(retry, 'retries'));
  const start: Data = { ...data, dot: scope.dot };
  const first = importer.sequence(source.required('try'), start, {
    ...around,
    ...(policy && { retry: policy }),
  });
  const commands = allSteps(first.steps).filter((step) => 'command' in step);
  if (retry && commands.length !== 1)
    retry.tell(
      'retrying the tasks together',
      'a saga retries each command by itself',
      'let the commands be retried so, or write a "repeat" step',
    );
  const error = handler.field('as')?.text() ?? 'error';
  const caught = handler.field('do');
  if (retry && !caught) {
    leaveOutConditions(handler);
    return { steps: first.steps, output: first.data.dot, context: first.data.context };
  }
  const when = caughtWhen(handler, error, standing, importer);
  const variables = {
    ...around.variables,
    [error]: unknown('the steps of a way can not read the failure, only its "when" can'),
  };
  const second: Flow = caught
    ? importer.sequence(caught, start, { ...around, variables })
    : { steps: [], data: start };
  if (first.steps.length === 0) {
    handler.tell('catching errors', 'there is nothing in this "try" that could fail', 'remove it');
    return { steps: [], output: first.data.dot, context: first.data.context };
  }
  const ways: SagaWay[] = [{ steps: first.steps }, { ...(when && { when }), steps: second.steps }];
  const after = met([first, second].map(({ steps, data }) => ({ steps: namesOf(steps), data })));
  return {
    steps: [{ name: importer.workflow.names.step(name), try: ways }],
    output: after.dot,
    context: after.context,
  };
}

/** With a retry and nothing to do after it, an error that stays ends the workflow, whatever it is. */
function leaveOutConditions(handler: Source): void {
  for (const name of ['errors', 'when', 'exceptWhen'])
    handler
      .field(name)
      ?.leaveOut(
        `which errors are retried ("${name}")`,
        'a saga retries what the participant calls a technical failure, and what is not answered in time',
        'let the participant answer these errors as technical failures, and others as business failures',
      );
}

/** The condition, over `failure`, on which errors are caught; undefined when all of them are. */
function caughtWhen(
  handler: Source,
  error: string,
  { scope, around }: Standing,
  importer: FlowImporter,
): string | undefined {
  const filter = handler.field('errors')?.field('with');
  const conditions: string[] = [];
  if (filter) conditions.push(...filterConditions(filter));
  const failure: Value = {
    kind: 'object',
    fields: { title: reading('failure.message'), detail: reading('failure.message') },
    others: 'a failure of a saga has a code and a message: compare failure.code',
  };
  const inside = {
    dot: scope.dot,
    variables: importer.variables({
      ...around.variables,
      context: scope.variables.context!,
      [error]: failure,
    }),
  };
  const readable = [...around.readable, 'failure'];
  const when = handler.field('when');
  if (when) conditions.push(conditionIn(when, inside, readable));
  const exceptWhen = handler.field('exceptWhen');
  if (exceptWhen) conditions.push(`!(${conditionIn(exceptWhen, inside, readable)})`);
  return conditions.length === 0 ? undefined : both(conditions);
}

/** Errors have a type and a status, failures a code that stands for both. */
function filterConditions(filter: Source): string[] {
  const type = filter.field('type');
  const status = filter.field('status');
  const condition = failureCondition(type?.text(), status?.count());
  for (const [name, field] of filter.fields())
    if (name !== 'type' && name !== 'status')
      field.leaveOut(
        `catching errors by "${name}"`,
        'failures are told apart by their code',
        'add the code to "when"',
      );
  if (condition === undefined) return [];
  filter.tell(
    'the type and the status of an error',
    'a failure of a saga has a code instead',
    `let the participants answer with codes so that this holds: ${condition}`,
  );
  return [condition];
}
