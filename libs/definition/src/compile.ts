import { milliseconds } from './duration.js';
import { type ExpressionError, parseExpression } from './expression.js';
import { type Fault, InvalidDefinition } from './fault.js';
import type { Json } from './json.js';
import type {
  CommandNode,
  Phase,
  Plan,
  PlannedCommand,
  PlannedRetry,
  PlannedTrigger,
  PlanNode,
} from './plan.js';
import type {
  ChooseStep,
  CommandStep,
  Compensation,
  RetryPolicy,
  SagaDefinition,
  StartTrigger,
  Step,
} from './saga-definition.js';
import { shapeFaults } from './shape-check.js';
import { commandsOf } from './commands-of.js';
import { flowFaults } from './flow-check.js';
import { type CompiledTemplate, compileTemplate } from './template.js';

const DEFAULT_TIMEOUT = '30s';
const DEFAULT_RETRY = { backoff: '200ms', factor: 2, maxBackoff: '1m', jitter: 0.2, nonRetryable: [] };
/** Before the pivot giving up is cheap; after it, and while undoing, only a person can take over. */
const DEFAULT_ATTEMPTS = { forward: 3, noWayBack: 10 };

/**
 * Checks a definition and makes it executable. `version` is the one it is registered under.
 * Throws InvalidDefinition with every fault found.
 */
export function compile(value: unknown, version: number): Plan {
  const shape = shapeFaults(value);
  if (shape.length > 0) throw new InvalidDefinition(shape);
  const definition = value as SagaDefinition;
  const compiler = new Compiler();
  const flow = compiler.top(definition.steps);
  const triggers = (definition.startOn ?? []).map((trigger, i) => compiler.trigger(trigger, `/startOn/${i}`));
  const faults = [...compiler.faults, ...flowFaults(definition, flow)];
  if (faults.length > 0) throw new InvalidDefinition(faults);
  return {
    name: definition.name,
    version,
    deadline: definition.deadline ? milliseconds(definition.deadline) : null,
    flow,
    commands: new Map(commandsOf(flow).map((node) => [node.path, node])),
    triggers,
    definition,
  };
}

class Compiler {
  readonly faults: Fault[] = [];

  /** The pivot stands at the top: what comes before it can be undone, what comes after it is retried. */
  top(steps: Step[]): PlanNode[] {
    const pivot = steps.findIndex((step) => 'command' in step && step.pivot);
    return steps.map((step, i) => {
      const phase = pivot < 0 || i < pivot ? 'compensable' : i === pivot ? 'pivot' : 'retriable';
      return this.step(step, `/steps/${i}`, phase);
    });
  }

  trigger(trigger: StartTrigger, path: string): PlannedTrigger {
    return {
      event: trigger.event,
      topic: trigger.topic,
      key: this.expression(trigger.key, ['event'], `${path}/key`),
      input: trigger.input === undefined ? null : this.template(trigger.input, ['event'], `${path}/input`),
    };
  }

  private flow(steps: Step[], path: string, phase: Phase): PlanNode[] {
    return steps.map((step, i) => this.step(step, `${path}/${i}`, phase));
  }

  private step(step: Step, path: string, phase: Phase): PlanNode {
    if ('parallel' in step) {
      const branches = Object.entries(step.parallel.branches);
      return {
        kind: 'parallel',
        path: step.name,
        branches: branches.map(([name, steps]) =>
          this.flow(steps, `${path}/parallel/branches/${name}`, phase),
        ),
      };
    }
    if ('choose' in step) return this.choose(step, path, phase);
    if ('delay' in step) return { kind: 'delay', path: step.name, milliseconds: milliseconds(step.delay) };
    return this.command(step, path, phase);
  }

  private choose({ name, choose }: ChooseStep, path: string, phase: Phase): PlanNode {
    const options = choose.map(({ when, steps }, i) => ({
      when: when === undefined ? null : this.expression(when, ['input', 'steps'], `${path}/choose/${i}/when`),
      flow: this.flow(steps, `${path}/choose/${i}/steps`, phase),
    }));
    return { kind: 'choose', path: name, phase, options };
  }

  private command(step: CommandStep, path: string, phase: Phase): CommandNode {
    const input = this.template(step.input ?? {}, ['input', 'steps'], `${path}/input`);
    return {
      kind: 'command',
      path: step.name,
      phase,
      action: this.order(step, input, phase === 'retriable' ? 'noWayBack' : 'forward'),
      output:
        step.output === undefined
          ? null
          : this.template(step.output, ['input', 'steps', 'reply'], `${path}/output`),
      compensation: this.compensation(step.compensate, input, `${path}/compensate`),
    };
  }

  private compensation(
    compensate: CommandStep['compensate'],
    inputOfStep: CompiledTemplate,
    path: string,
  ): PlannedCommand | null {
    if (compensate === undefined || compensate === 'none') return null;
    const written: Compensation = typeof compensate === 'string' ? { command: compensate } : compensate;
    const input =
      written.input === undefined
        ? inputOfStep
        : this.template(written.input, ['input', 'steps'], `${path}/input`);
    return this.order(written, input, 'noWayBack');
  }

  private order(
    written: { command: string; timeout?: string; retry?: RetryPolicy },
    input: CompiledTemplate,
    attempts: keyof typeof DEFAULT_ATTEMPTS,
  ): PlannedCommand {
    return {
      command: written.command,
      participant: written.command.split('.', 1)[0]!,
      input,
      timeout: milliseconds(written.timeout ?? DEFAULT_TIMEOUT),
      retry: planRetry(written.retry, DEFAULT_ATTEMPTS[attempts]),
    };
  }

  private template(template: Json, variables: string[], path: string): CompiledTemplate {
    return compileTemplate(template, variables, (below, error) => this.blame(path + below, error));
  }

  private expression(source: string, variables: string[], path: string) {
    try {
      return parseExpression(source, variables);
    } catch (error) {
      this.blame(path, error as ExpressionError);
      return parseExpression('null', []);
    }
  }

  private blame(path: string, error: ExpressionError): void {
    this.faults.push({
      path,
      message: error.message,
      fix: 'mend the expression (CEL, see docs/definition.md)',
    });
  }
}

function planRetry(policy: RetryPolicy = {}, attempts: number): PlannedRetry {
  const filled = { attempts, ...DEFAULT_RETRY, ...policy };
  return {
    attempts: filled.attempts,
    backoff: milliseconds(filled.backoff),
    factor: filled.factor,
    maxBackoff: milliseconds(filled.maxBackoff),
    jitter: filled.jitter,
    nonRetryable: new Set(filled.nonRetryable),
  };
}
