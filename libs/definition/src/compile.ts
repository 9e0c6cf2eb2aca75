import { choreographyFaults, inChoreography, isChoreography, observing } from './choreography.js';
import { FlowCompiler } from './compile-flow.js';
import { milliseconds } from './duration.js';
import { ExpressionCompiler } from './expression-compiler.js';
import { type Fault, InvalidDefinition } from './fault.js';
import { flowFaults } from './flow-check.js';
import { nodesOf } from './nodes-of.js';
import type { CommandNode, Plan, PlannedTrigger, PlannedWait, PlanNode } from './plan.js';
import type { Choreography, SagaDefinition, StartTrigger } from './saga-definition.js';
import { shapeFaults } from './shape-check.js';
import { placedSteps } from './placed-step.js';

const DEFAULT_COMPENSATION = { order: 'reverse', concurrency: 10 } as const;

/**
 * Checks a definition and makes it executable. `version` is the one it is registered under.
 * Throws InvalidDefinition with every fault found.
 */
export function compile(value: unknown, version: number): Plan {
  const shape = shapeFaults(value);
  if (shape.length > 0) throw new InvalidDefinition(shape);
  if (!isChoreography(value as object)) return compileSaga(value as SagaDefinition, version);
  const choreography = value as Choreography;
  return compileSaga(observing(choreography), version, (faults) => [
    ...choreographyFaults(choreography),
    ...faults.flatMap(inChoreography),
  ]);
}

/** @param reported what is told of the faults that are found */
function compileSaga(
  definition: SagaDefinition,
  version: number,
  reported = (faults: Fault[]): Fault[] => faults,
): Plan {
  const expressions = new ExpressionCompiler();
  const flows = new FlowCompiler(expressions);
  const flow = flows.top(definition.steps);
  const onFailure = flows.onFailure(definition.onFailure ?? []);
  const triggers = (definition.startOn ?? []).map((trigger, i) =>
    compileTrigger(expressions, trigger, `/startOn/${i}`),
  );
  const output = expressions.optional(definition.output, ['input', 'steps'], '/output');
  const placed = placedSteps(definition, flow, onFailure);
  const faults = reported([
    ...expressions.faults,
    ...flows.faults,
    ...flowFaults(definition, placed, output),
  ]);
  if (faults.length > 0) throw new InvalidDefinition(faults);
  const nodes = [...nodesOf(flow), ...nodesOf(onFailure)];
  const commands = nodes.filter((node) => node.kind === 'command');
  return {
    name: definition.name,
    version,
    deadline: definition.deadline ? milliseconds(definition.deadline) : null,
    ...{ flow, onFailure, output, triggers, definition },
    waits: nodes.flatMap(plannedWait),
    compensation: { ...DEFAULT_COMPENSATION, ...definition.compensation },
    nodes: new Map(nodes.map((node) => [node.path, node])),
    commands: new Map(commands.map((node) => [node.path, node])),
    pointsOfNoReturn: commands.filter(isBeyondReturn).map((node) => node.path),
    locks: commands.some(({ role }) => role === 'lock'),
  };
}

function compileTrigger(
  expressions: ExpressionCompiler,
  { event, topic, key, input }: StartTrigger,
  path: string,
): PlannedTrigger {
  return {
    event,
    topic,
    key: expressions.expression(key, ['event'], `${path}/key`),
    input: expressions.optional(input, ['event'], `${path}/input`),
  };
}

function plannedWait(node: PlanNode): PlannedWait[] {
  if (node.kind !== 'wait' || node.awaited.kind !== 'event') return [];
  const { topic, event, match, keep } = node.awaited;
  return [{ step: node.path, topic, event, match, keep }];
}

function isBeyondReturn({ role, phase }: CommandNode): boolean {
  return role === 'step' && (phase === 'pivot' || phase === 'retriable');
}
