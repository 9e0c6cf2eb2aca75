import { CommandCompiler, NEVER_UNDONE } from './compile-command.js';
import { milliseconds } from './duration.js';
import { inOrder } from './event-order.js';
import type { ExpressionCompiler } from './expression-compiler.js';
import type { Fault } from './fault.js';
import type { Place } from './place.js';
import type {
  Awaited,
  Enclosure,
  GroupNode,
  ObservedNode,
  ObserveNode,
  Phase,
  PlanNode,
  WaitNode,
} from './plan.js';
import type {
  ApprovalStep,
  DelayStep,
  EventStep,
  GroupStep,
  ObserveStep,
  SignalStep,
  Step,
} from './saga-definition.js';

const DEFAULT_CONCURRENCY = 10;
const DEFAULT_KEEP = '1h';

/** Compiles flows: steps one after the other, some of which have flows of their own. */
export class FlowCompiler {
  private readonly commands: CommandCompiler;

  constructor(private readonly expressions: ExpressionCompiler) {
    this.commands = new CommandCompiler(expressions);
  }

  /** What is wrong with its commands but for their expressions. */
  get faults(): Fault[] {
    return this.commands.faults;
  }

  /** The pivot stands at the top: what comes before it can be undone, what comes after it is retried. */
  top(steps: Step[]): PlanNode[] {
    const pivot = steps.findIndex((step) => 'command' in step && step.pivot);
    return steps.map((step, i) => {
      const phase: Phase = pivot < 0 || i < pivot ? 'compensable' : i === pivot ? 'pivot' : 'retriable';
      return this.step(step, { pointer: `/steps/${i}`, phase, within: [], variables: ['input', 'steps'] });
    });
  }

  onFailure(steps: Step[]): PlanNode[] {
    const variables = ['input', 'steps', 'failure'];
    return this.flow(steps, { pointer: '/onFailure', phase: 'aftermath', within: [], variables });
  }

  private flow(steps: Step[], place: Place): PlanNode[] {
    return steps.map((step, i) => this.step(step, { ...place, pointer: `${place.pointer}/${i}` }));
  }

  private step(step: Step, place: Place): PlanNode {
    if ('delay' in step || 'delayUntil' in step) return this.delay(step, place);
    if ('event' in step) return this.event(step, place);
    if ('observe' in step) return this.observation(step, place);
    if ('signal' in step) return this.signal(step, place);
    if ('approval' in step) return this.approval(step, place);
    if ('saga' in step) return this.commands.child(step, place);
    if ('command' in step) return this.commands.command(step, place);
    return this.group(step, place);
  }

  private delay(step: DelayStep, { pointer, phase, within, variables }: Place): PlanNode {
    const delay =
      'delay' in step
        ? milliseconds(step.delay)
        : this.expressions.expression(step.delayUntil, variables, `${pointer}/delayUntil`);
    return { kind: 'delay', path: step.name, phase, within, delay };
  }

  private group(step: GroupStep, place: Place): GroupNode {
    const { pointer, phase, within, variables } = place;
    const at = { path: step.name, phase, within };
    const inside = (kind: Enclosure['kind'], flow: string, below: string, more: string[] = []): Place => ({
      pointer: `${pointer}/${below}`,
      phase,
      within: [...within, { group: step.name, kind, flow }],
      variables: [...new Set([...variables, ...more])],
    });
    const condition = (source: string | undefined, below: string, more: string[] = []) =>
      source === undefined
        ? null
        : this.expressions.expression(source, [...variables, ...more], `${pointer}/${below}`);

    if ('parallel' in step) {
      const branches = Object.entries(step.parallel.branches).map(([name, steps]) => ({
        name,
        flow: this.flow(steps, inside('parallel', name, `parallel/branches/${name}`)),
      }));
      const { join = 'all' } = step.parallel;
      const needed = join === 'all' ? branches.length : join === 'any' ? 1 : join;
      return { kind: 'parallel', ...at, join: needed, branches };
    }
    if ('choose' in step) {
      const options = step.choose.map(({ when, steps }, i) => ({
        when: condition(when, `choose/${i}/when`),
        flow: this.flow(steps, inside('choose', String(i), `choose/${i}/steps`)),
      }));
      return { kind: 'choose', ...at, options };
    }
    if ('try' in step) {
      const ways = step.try.map(({ when, steps }, i) => ({
        when: condition(when, `try/${i}/when`, ['failure']),
        flow: this.flow(steps, inside('try', String(i), `try/${i}/steps`)),
      }));
      return { kind: 'try', ...at, ways };
    }
    if ('repeat' in step) {
      const { until, atMost, steps } = step.repeat;
      const place = inside('repeat', '', 'repeat/steps', ['round']);
      return {
        ...{ kind: 'repeat', ...at, atMost },
        until: this.expressions.expression(until, place.variables, `${pointer}/repeat/until`),
        flow: this.flow(steps, place),
      };
    }
    const { as = 'item', concurrency = DEFAULT_CONCURRENCY, steps, output } = step.each;
    const item = inside('each', '', 'each/steps', [as, 'index']);
    return {
      ...{ kind: 'each', ...at, as, concurrency },
      list: this.expressions.expression(step.each.in, variables, `${pointer}/each/in`),
      flow: this.flow(steps, item),
      output: this.expressions.optional(output, item.variables, `${pointer}/each/output`),
    };
  }

  private event(step: EventStep, place: Place): WaitNode {
    const { type, topic, key, match, keep = DEFAULT_KEEP } = step.event;
    return this.wait(step, place, ['event'], {
      kind: 'event',
      event: type,
      topic,
      key: this.expressions.expression(key, place.variables, `${place.pointer}/event/key`),
      match: this.expressions.expression(match, ['event'], `${place.pointer}/event/match`),
      keep: milliseconds(keep),
      isObserved: false,
    });
  }

  private observation({ name, observe }: ObserveStep, place: Place): ObserveNode {
    const { phase, within, variables, pointer } = place;
    const key = this.expressions.expression(observe.key, variables, `${pointer}/observe/key`);
    const keep = milliseconds(observe.keep ?? DEFAULT_KEEP);
    const events = inOrder(observe.events).map(([event, written]): ObservedNode => {
      const at = { ...place, pointer: `${pointer}/observe/events/${event}` };
      const match = this.expressions.expression(written.match, ['event'], `${at.pointer}/match`);
      const awaited: Awaited = {
        ...{ kind: 'event', event: written.type, topic: written.topic },
        ...{ key, match, keep, isObserved: true },
      };
      const data = this.expressions.template(`\${ steps.${event} }`, ['input', 'steps'], at.pointer);
      return {
        wait: {
          ...this.wait({ name: event }, at, [], awaited),
          ...this.commands.undoing(event, written.compensate, data, at),
        },
        after: written.after ?? [],
        within: written.within === undefined ? null : milliseconds(written.within),
        isOptional: written.optional ?? false,
        fails: written.fails ?? false,
      };
    });
    return { kind: 'observe', path: name, phase, within, events };
  }

  private signal(step: SignalStep, place: Place): WaitNode {
    return this.wait(step, place, ['signal'], { kind: 'signal', signal: step.signal });
  }

  private approval(step: ApprovalStep, place: Place): WaitNode {
    const { question, approvers = [], default: otherwise = null } = step.approval;
    return this.wait(step, place, [], {
      kind: 'approval',
      question: this.expressions.optional(question, place.variables, `${place.pointer}/approval/question`),
      approvers,
      default: otherwise,
    });
  }

  private wait(
    step: { name: string; timeout?: string; output?: EventStep['output'] },
    { phase, within, variables, pointer }: Place,
    more: string[],
    awaited: Awaited,
  ): WaitNode {
    return {
      kind: 'wait',
      path: step.name,
      ...{ phase, within, awaited, ...NEVER_UNDONE },
      timeout: step.timeout === undefined ? null : milliseconds(step.timeout),
      output: this.expressions.optional(step.output, [...variables, ...more], `${pointer}/output`),
    };
  }
}
