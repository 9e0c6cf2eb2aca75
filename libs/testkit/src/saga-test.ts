import { createCodec, type JsonObject } from '@saga/contracts';
import {
  compile,
  isUndoable,
  parseDefinition,
  type Plan,
  type PlannedCommand,
  type SagaDefinition,
} from '@saga/definition';
import type { Script } from './answer.js';
import { type Exploration, explore, type ExploreOptions } from './explore.js';
import { SagaRun } from './saga-run.js';
import { type Exception, ScriptedParticipants } from './scripted-participants.js';
import { Wire } from './wire.js';
import { World } from './world.js';

export interface TestOptions {
  /** The definitions of the sagas that its steps start. */
  sagas?: (string | SagaDefinition)[];
}

export interface RunOptions {
  /** Default `<definition>-1`, `-2` and so on. The jitter of backoffs follows from it. */
  sagaId?: string;
  /** When it starts, as ISO 8601. Default the beginning of 2026: any time will do, as long as it is always the same. */
  at?: string;
}

const EPOCH = '2026-01-01T00:00:00Z';

/**
 * A definition on the bench, to be run with scripted participants: on the real engine and the real participant
 * SDK, without a broker, a database or a clock.
 * @param definition as YAML or JSON text, or as an object
 * Throws InvalidDefinition with every fault found, and an error when a step starts a saga whose definition is missing.
 */
export function sagaTest(definition: string | SagaDefinition, { sagas = [] }: TestOptions = {}): SagaTest {
  return new SagaTest(read(definition), sagas.map(read));
}

function read(definition: string | SagaDefinition): Plan {
  return compile(typeof definition === 'string' ? parseDefinition(definition) : definition, 1);
}

/**
 * See `sagaTest`. Without a script, commands succeed with the output `{}`; locks are granted to one saga at a time; a
 * status query is answered by what the participant has done, and a verification by whether it is undone.
 */
export class SagaTest {
  private readonly codec = createCodec({ source: 'saga-coordinator' });
  private readonly plans: ReadonlyMap<string, Plan>;
  private readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly scripts = new Map<string, Script>();
  private runs = 0;

  constructor(
    private readonly plan: Plan,
    others: readonly Plan[],
  ) {
    this.plans = new Map([plan, ...others].map((each) => [each.name, each]));
    requireChildren(this.plans);
    this.commands = commandsOf(this.plans);
  }

  /**
   * Says how a participant takes its commands; a command's later script replaces the earlier one, also for sagas
   * that run already. Throws when the definitions have no such command.
   */
  participant(name: string, scripts: Record<string, Script>): this {
    const known = this.commands.get(name);
    if (!known)
      throw new Error(
        `${this.plan.name} has no participant ${name}, only ${[...this.commands.keys()].join(', ')}`,
      );
    for (const [command, script] of Object.entries(scripts)) {
      if (!known.has(command))
        throw new Error(`${this.plan.name} never sends ${command} to ${name}, only ${[...known].join(', ')}`);
      this.scripts.set(command, script);
    }
    return this;
  }

  /**
   * Runs a saga until nothing happens any more by itself: completed, undone, in need of attention, or waiting for what
   * nobody sends.
   */
  async run(input: JsonObject, options: RunOptions = {}): Promise<SagaRun> {
    return (await this.start(input, options)).toEnd();
  }

  /** Starts a saga and leaves it at its start: `advance`, `toWait` and `toEnd` let its time pass. */
  start(input: JsonObject, options: RunOptions = {}): Promise<SagaRun> {
    return this.begin(input, options, []);
  }

  /**
   * Runs a saga for each way in which each step of a good run can fail, all else going by the scripts: refused, broken,
   * never reached, and done with the reply lost. With `pairs`, also for each way in which something fails after that.
   */
  explore(input: JsonObject, options: ExploreOptions = {}): Promise<Exploration> {
    const { meanwhile } = options;
    const run = async (exceptions: Exception[]) => {
      // The same id each time, since the jitter follows from it.
      const saga = await this.begin(input, { sagaId: this.plan.name }, exceptions);
      await meanwhile?.(saga);
      return saga.toEnd();
    };
    return explore(run, options);
  }

  private async begin(
    input: JsonObject,
    { sagaId = `${this.plan.name}-${++this.runs}`, at = EPOCH }: RunOptions,
    exceptions: readonly Exception[],
  ): Promise<SagaRun> {
    const { plan, plans, codec, commands, scripts } = this;
    const participants = await ScriptedParticipants.start(codec, commands, scripts, exceptions);
    const world = new World(plans, participants, new Wire(codec), Date.parse(at));
    return new SagaRun(world, world.start({ sagaId, definition: plan.name, input }));
  }
}

/** The names of the commands that sagas can send, by participant. */
function commandsOf(plans: ReadonlyMap<string, Plan>): Map<string, Set<string>> {
  const commands = new Map<string, Set<string>>();
  const add = ({ participant, command, publish }: PlannedCommand) => {
    if (!publish) commands.set(participant, (commands.get(participant) ?? new Set()).add(command));
  };
  for (const node of [...plans.values()].flatMap((plan) => [...plan.nodes.values()])) {
    if (!isUndoable(node)) continue;
    if (node.kind === 'command') {
      if (node.child) continue;
      add(node.action);
      if (node.role === 'lock') add({ ...node.action, command: 'locks.release' });
    }
    if (node.compensation) add(node.compensation);
  }
  return commands;
}

function requireChildren(plans: ReadonlyMap<string, Plan>): void {
  for (const { name, commands } of plans.values()) {
    for (const { path, child } of commands.values()) {
      if (child && !plans.has(child.definition))
        throw new Error(
          `step "${path}" of ${name} starts ${child.definition}: give its definition, as in sagaTest(…, { sagas: […] })`,
        );
    }
  }
}
