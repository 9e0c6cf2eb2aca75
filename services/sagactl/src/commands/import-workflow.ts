import {
  type Fault,
  importServerlessWorkflow,
  InvalidDefinition,
  InvalidWorkflow,
  type NotMapped,
  parseDefinition,
  type SagaDefinition,
} from '@saga/definition';
import { stringify } from 'yaml';
import { placesIn } from '../examine/place.js';
import { readSource, UnreadableSource } from '../examine/read-source.js';
import { placedText } from '../examine/report.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { deliver } from '../output.js';
import type { Terminal } from '../terminal.js';

export interface ImportOptions {
  /** By default what the name of the output asks for. */
  format?: 'yaml' | 'json';
  output?: string;
}

/** Makes a saga of the workflow in a file, and tells what the saga does not say. */
export async function importWorkflow(
  file: string,
  { output, format = output?.endsWith('.json') ? 'json' : 'yaml' }: ImportOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  let text = '';
  try {
    text = await readSource(file, terminal);
    const { definition, notMapped } = importServerlessWorkflow(parseDefinition(text));
    await deliver(format === 'json' ? inJson(definition) : inYaml(definition, notMapped), output, terminal);
    terminal.err(report(file, text, notMapped.map(asFault)));
    return notMapped.length === 0 ? EXIT.ok : EXIT.partial;
  } catch (error) {
    terminal.err(report(file, text, faultsOf(error)));
    return EXIT.trouble;
  }
}

function inJson(definition: SagaDefinition): string {
  return JSON.stringify(definition, null, 2) + '\n';
}

function inYaml(definition: SagaDefinition, { length }: NotMapped[]): string {
  const rest =
    length === 0 ? 'All of it is mapped.' : `To be seen to by somebody, as listed by the import: ${length}.`;
  return `# Imported from a workflow of the CNCF Serverless Workflow DSL. ${rest}\n${stringify(definition, { lineWidth: 0, singleQuote: true })}`;
}

function asFault({ path, what, why, fix }: NotMapped): Fault {
  return { path, message: `${what}: ${why}`, fix };
}

/** A text that can't be parsed has no places; what is wrong with it names its own. */
function report(file: string, text: string, faults: readonly Fault[]): string {
  const placeOf = faults.some(({ path }) => path !== '') ? placesIn(text) : () => undefined;
  return faults.map((fault) => placedText(file, { ...fault, ...placeOf(fault.path) })).join('');
}

/** What is wrong with the file; other errors are thrown on. */
function faultsOf(error: unknown): Fault[] {
  if (error instanceof InvalidWorkflow || error instanceof InvalidDefinition) return error.faults;
  if (error instanceof UnreadableSource) return [{ path: '', message: error.message, fix: error.fix }];
  throw error;
}
