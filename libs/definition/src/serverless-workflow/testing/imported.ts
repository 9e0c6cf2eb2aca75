import { compile } from '../../compile.js';
import { parseDefinition } from '../../parse-definition.js';
import type { Step } from '../../saga-definition.js';
import { importServerlessWorkflow, type ImportedWorkflow } from '../serverless-workflow.js';

const DOCUMENT = { dsl: '1.0.3', namespace: 'shop', name: 'orders', version: '1.0.0' };

/** A workflow of the namespace `shop` with what the text says, such as `do: [...]`. */
export function workflow(text: string): Record<string, unknown> {
  return { document: DOCUMENT, ...(parseDefinition(text) as object) };
}

/** Imports a workflow, and sees that what comes out compiles. */
export function imported(text: string): ImportedWorkflow & { steps: Step[]; paths: string[] } {
  const result = importServerlessWorkflow(workflow(text));
  compile(result.definition, 1);
  return { ...result, steps: result.definition.steps, paths: result.notMapped.map(({ path }) => path) };
}

/** Steps as they are written in YAML. */
export function steps(text: string): unknown {
  return parseDefinition(text);
}
