import type { SagaDefinition, Step } from '../saga-definition.js';
import { scopeOf } from './data-flow.js';
import { deadlineIn } from './deadline.js';
import { filterIn, templateFor } from './expressions.js';
import { FlowImporter, leaveOutSchema } from './flow-importer.js';
import { Ledger, type NotMapped } from './ledger.js';
import { kebab } from './names.js';
import { Source } from './source.js';
import { triggersIn } from './trigger.js';
import { reading, type Value } from './value.js';
import { InvalidWorkflow, Workflow } from './workflow.js';

/** What an import gives. */
export interface ImportedWorkflow {
  definition: SagaDefinition;
  /** What the definition does not say, or somebody has to see to, in the order of the document. */
  notMapped: NotMapped[];
}

const READABLE = ['input', 'steps'];

/**
 * Makes a saga of a workflow in the CNCF Serverless Workflow DSL 1.0, as far as a saga can say what it says. All else
 * is listed. Throws InvalidWorkflow with all that is wrong with a document that is no such workflow.
 */
export function importServerlessWorkflow(document: unknown): ImportedWorkflow {
  const ledger = new Ledger();
  const source = new Source(document, '', ledger);
  const about = source.required('document');
  const { name, description, namespace } = identityOf(about);
  checkEvaluation(source.field('evaluate'));
  const startOn = triggersIn(source.field('schedule'), about);
  const raw: Value = startOn.length > 0 ? { kind: 'list', items: [reading('input')] } : reading('input');
  const workflow = new Workflow(source, namespace, raw);
  const importer = new FlowImporter(workflow);
  const start = { dot: raw, context: raw };
  const input = source.field('input');
  leaveOutSchema(input);
  const from = input?.field('from');
  const dot = from ? filterIn(from, scopeOf(raw, start, workflow.variables)) : raw;
  const around = { variables: {}, readable: READABLE, isLast: true };
  const { steps, data } = importer.sequence(source.required('do'), { dot, context: dot }, around);
  const timeout = source.field('timeout');
  const deadline = timeout && deadlineIn(workflow.component(timeout, 'timeouts').required('after'), steps);
  const output = outputOf(source.field('output'), steps, scopeOf(data.dot, data, workflow.variables));
  leaveOutUnused(source.field('use'), workflow);
  if (steps.length === 0 && ledger.faults.length === 0)
    source
      .required('do')
      .fault('nothing in it becomes a step of a saga', 'import a workflow that has something done');
  if (ledger.faults.length > 0) throw new InvalidWorkflow(ledger.faults);
  const definition: SagaDefinition = {
    name,
    description,
    ...(deadline && { deadline }),
    ...(startOn.length > 0 && { startOn }),
    steps,
    ...(output !== undefined && { output }),
  };
  return { definition, notMapped: ledger.notMapped(document) };
}

/** A saga has a name and a description; the description keeps where it comes from. */
function identityOf(about: Source): { name: string; description: string; namespace: string } {
  const language = about.required('dsl');
  const dsl = language.text();
  if (dsl !== '' && !/^1\.\d/.test(dsl))
    language.fault(`the DSL ${dsl} is not read`, 'write the workflow in version 1 of the DSL');
  const namespace = about.required('namespace').text();
  const name = about.required('name').text();
  const version = about.required('version').text();
  about.field('tags')?.leaveOut('tags', 'a saga has none', 'say it in the "description"');
  for (const [key, field] of about.field('metadata')?.fields() ?? [])
    if (key !== 'topic')
      field.leaveOut(`metadata "${key}"`, 'a saga has none', 'say it in the "description"');
  const origin = `From the Serverless Workflow ${namespace}/${name} ${version} (DSL ${dsl}).`;
  const texts = [about.field('title')?.text(), about.field('summary')?.text(), origin];
  return {
    name: kebab(name) ?? 'workflow',
    description: texts.flatMap((text) => (text === undefined ? [] : [text.trim()])).join('\n'),
    namespace,
  };
}

function checkEvaluation(evaluate: Source | undefined): void {
  const language = evaluate?.field('language');
  if (language && language.text() !== 'jq')
    language.fault('only expressions in jq are read', 'translate the expressions to jq');
  const mode = evaluate?.field('mode');
  if (mode && mode.text() !== 'strict')
    mode.tell(
      'the loose evaluation',
      'only ${ } marks an expression here',
      'put ${ } round what is meant as one',
    );
}

/** What the saga gives: what the document says, or the output of its last step. */
function outputOf(
  source: Source | undefined,
  steps: readonly Step[],
  scope: ReturnType<typeof scopeOf>,
): SagaDefinition['output'] {
  leaveOutSchema(source);
  const as = source?.field('as');
  if (!as) {
    const { dot } = scope;
    const isStep =
      dot.kind === 'path' &&
      dot.fields.length === 0 &&
      steps.some(({ name }) => dot.base === `steps.${name}`);
    return isStep ? `\${ ${dot.base} }` : undefined;
  }
  const value = filterIn(as, scope);
  if (value.kind === 'literal' || value.kind === 'list') {
    as.tell('an output that is no object', 'what a saga gives is an object', 'give it a name in "output"');
    return undefined;
  }
  return templateFor(as, value, READABLE) ?? undefined;
}

const NOT_IN_A_SAGA: Readonly<Record<string, [why: string, fix: string]>> = {
  authentications: [
    'credentials do not belong into messages',
    'configure them where the participant makes the call',
  ],
  secrets: ['secrets do not belong into messages', 'configure them where the participant makes the call'],
  catalogs: ['a command has no catalogue', 'let participants handle the commands'],
  extensions: [
    'nothing is put before or after the steps of a saga',
    'write what they do as steps, or do it in the participants',
  ],
};

function leaveOutUnused(use: Source | undefined, workflow: Workflow): void {
  for (const [kind, [why, fix]] of Object.entries(NOT_IN_A_SAGA)) use?.field(kind)?.leaveOut(kind, why, fix);
  for (const kind of ['functions', 'retries', 'timeouts', 'errors'])
    for (const [name, declared] of use?.field(kind)?.fields() ?? [])
      if (!workflow.isUsed(declared))
        declared.leaveOut(`${name} in use.${kind}`, 'no task uses it', 'remove it');
}
