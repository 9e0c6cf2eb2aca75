import { milliseconds } from './duration.js';
import type { ExpressionCompiler } from './expression-compiler.js';
import type { Fault } from './fault.js';
import type { CommandNode, PlannedCommand, Role, Undoable } from './plan.js';
import { ATTEMPTS, BUILT_IN_PARTICIPANTS, planCommand, planRetry } from './plan-command.js';
import type {
  CommandStep,
  CompensatingEvent,
  Compensation,
  Lock,
  Reread,
  SagaStep,
  SideCommand,
  StatusQuery,
} from './saga-definition.js';
import type { Place } from './place.js';
import type { CompiledTemplate } from './template.js';

const DEFAULT_LOCK_TIMEOUT = '1m';
const DEFAULT_STATUS_DEADLINE = '5m';
/** Whoever waits for a lock, or for news of a command, asks until the time for it is over. */
const LOCK_RETRY = { backoff: '200ms', maxBackoff: '5s' };
const UNTIL_TIMEOUT = { attempts: 1_000, backoff: '200ms', maxBackoff: '5s' };

/** What a step has that is never undone. */
export const NEVER_UNDONE: Undoable = {
  compensation: null,
  undoneAfter: [],
  isCommutative: false,
  verification: null,
};

/** Compiles the steps that command somebody, with all that stands beside their commands. */
export class CommandCompiler {
  /** What is wrong with the commands but for their expressions. */
  readonly faults: Fault[] = [];

  constructor(private readonly expressions: ExpressionCompiler) {}

  command(step: CommandStep, place: Place): CommandNode {
    const { variables, pointer } = place;
    const input = this.expressions.template(step.input ?? {}, variables, `${pointer}/input`);
    return {
      ...this.node(
        step.name,
        'step',
        place,
        this.planned(step, input, attemptsAt(place), `${pointer}/command`),
      ),
      output: this.expressions.optional(step.output, [...variables, 'reply'], `${pointer}/output`),
      ...this.undoing(step.name, step.compensate, input, place),
      isCommutative: step.commutative ?? false,
      clockStops: step.clock === 'while-consuming',
      before: [
        ...(step.lock ? [this.lock(step.name, step.lock, beforehand(place))] : []),
        ...(step.reread ? [this.reread(step.name, step.reread, input, beforehand(place))] : []),
      ],
      status: step.status === undefined ? null : this.status(step.name, step.status, input, place),
    };
  }

  /** How a step is undone whose own input is `inputOfStep`: by a command, or by an event. */
  undoing(
    name: string,
    written: Compensation | CompensatingEvent | string | undefined,
    inputOfStep: CompiledTemplate,
    place: Place,
  ): Undoable {
    if (written === undefined || written === 'none') return NEVER_UNDONE;
    if (typeof written === 'object' && 'event' in written)
      return { ...NEVER_UNDONE, compensation: this.publication(written, inputOfStep, place) };
    const compensation = commandOf<Compensation>(written);
    return {
      compensation: this.side(compensation, inputOfStep, ATTEMPTS.noWayBack, place, 'compensate'),
      undoneAfter: compensation.after ?? [],
      isCommutative: false,
      verification:
        compensation.verify === undefined
          ? null
          : this.verification(name, compensation.verify, inputOfStep, place),
    };
  }

  private publication(
    { event, topic, key, input }: CompensatingEvent,
    inputOfStep: CompiledTemplate,
    { variables, pointer }: Place,
  ): PlannedCommand {
    const data = this.expressions.optional(input, variables, `${pointer}/compensate/input`);
    const at = `${pointer}/compensate/key`;
    return {
      ...planCommand({ command: event }, data ?? inputOfStep, 1),
      participant: '',
      publish: {
        topic,
        key: key === undefined ? null : this.expressions.expression(key, variables, at),
      },
    };
  }

  /** A step that another saga does: it is tried once, and takes as long as that saga does. */
  child(step: SagaStep, place: Place): CommandNode {
    const { variables, pointer } = place;
    const planned: PlannedCommand = {
      command: step.saga,
      participant: 'saga',
      input: this.expressions.template(step.input ?? {}, variables, `${pointer}/input`),
      timeout: step.timeout === undefined ? null : milliseconds(step.timeout),
      retry: planRetry({ attempts: 1 }, 1),
      publish: null,
    };
    return {
      ...this.node(step.name, 'step', place, planned),
      output: this.expressions.optional(step.output, [...variables, 'reply'], `${pointer}/output`),
      compensation: place.phase === 'compensable' ? { ...planned, timeout: null } : null,
      child: { definition: step.saga, version: step.version ?? null },
    };
  }

  private lock(name: string, { key, conflict = 'queue', timeout }: Lock, place: Place): CommandNode {
    const { variables, pointer } = place;
    const input = this.expressions.template({ key: `\${ ${key} }`, conflict }, variables, `${pointer}/lock`);
    const acquire = { command: 'locks.acquire', timeout: timeout ?? DEFAULT_LOCK_TIMEOUT };
    const planned = planCommand({ ...acquire, retry: { ...LOCK_RETRY, attempts: 1 } }, input, 1);
    if (conflict === 'wait') planned.retry.attempts = attemptsWithin(planned);
    return this.node(`${name}.lock`, 'lock', place, planned);
  }

  private reread(name: string, written: Reread, inputOfStep: CompiledTemplate, place: Place): CommandNode {
    const { variables, pointer } = place;
    return {
      ...this.node(
        `${name}.reread`,
        'reread',
        place,
        this.side(written, inputOfStep, attemptsAt(place), place, 'reread'),
      ),
      unchanged: this.expressions.expression(
        written.unchanged,
        [...variables, 'reread'],
        `${pointer}/reread/unchanged`,
      ),
    };
  }

  private status(
    name: string,
    written: StatusQuery | string,
    inputOfStep: CompiledTemplate,
    place: Place,
  ): { query: CommandNode; deadline: number } {
    const query = commandOf<StatusQuery>(written);
    const retry = { ...UNTIL_TIMEOUT, ...query.retry };
    const planned = this.side({ ...query, retry }, inputOfStep, UNTIL_TIMEOUT.attempts, place, 'status');
    return {
      query: this.node(`${name}.status`, 'status', place, planned),
      deadline: milliseconds(query.deadline ?? DEFAULT_STATUS_DEADLINE),
    };
  }

  private verification(
    name: string,
    written: SideCommand | string,
    inputOfStep: CompiledTemplate,
    place: Place,
  ): CommandNode {
    const planned = this.side(
      commandOf(written),
      inputOfStep,
      ATTEMPTS.noWayBack,
      place,
      'compensate/verify',
    );
    return this.node(`${name}.verified`, 'verification', { ...place, phase: 'aftermath' }, planned);
  }

  private side(
    written: SideCommand,
    inputOfStep: CompiledTemplate,
    attempts: number,
    { variables, pointer }: Place,
    field: string,
  ): PlannedCommand {
    const input = this.expressions.optional(written.input, variables, `${pointer}/${field}/input`);
    return this.planned(written, input ?? inputOfStep, attempts, `${pointer}/${field}`);
  }

  /** @param pointer where the command stands, by its name alone or in full */
  private planned(
    written: SideCommand,
    input: CompiledTemplate,
    attempts: number,
    pointer: string,
  ): PlannedCommand {
    const planned = planCommand(written, input, attempts);
    if (BUILT_IN_PARTICIPANTS.includes(planned.participant))
      this.faults.push({
        path: pointer,
        message: `"${planned.command}" is for "${planned.participant}", which the coordinator has built in`,
        fix: 'call the participant otherwise',
      });
    return planned;
  }

  private node(path: string, role: Role, { phase, within }: Place, action: PlannedCommand): CommandNode {
    return {
      kind: 'command',
      ...{ path, role, phase, within, action },
      output: null,
      ...NEVER_UNDONE,
      clockStops: false,
      before: [],
      unchanged: null,
      status: null,
      child: null,
    };
  }
}

function attemptsAt({ phase }: Place): number {
  return phase === 'retriable' || phase === 'aftermath' ? ATTEMPTS.noWayBack : ATTEMPTS.forward;
}

/** As long as nothing but this has been asked, even what is beside the pivot can be given up. */
function beforehand(place: Place): Place {
  return place.phase === 'pivot' ? { ...place, phase: 'compensable' } : place;
}

/** How often a command that is refused at once can be sent before its timeout is over. */
function attemptsWithin({ timeout, retry: { backoff, factor, maxBackoff } }: PlannedCommand): number {
  let attempts = 1;
  for (let time = 0, pause = backoff; time + pause <= timeout!; attempts++) {
    time += pause;
    pause = Math.min(pause * factor, maxBackoff);
  }
  return attempts;
}

/** A command's name alone stands for the command. */
function commandOf<T extends SideCommand>(written: T | string): T {
  return typeof written === 'string' ? ({ command: written } as T) : written;
}
