import { createCodec, type JsonObject } from '@saga/contracts';
import { compile, parseDefinition, type Plan, type SagaDefinition } from '@saga/definition';
import type { Script } from './answer.js';
import { type Exploration, explore } from './explore.js';
import { SagaRun } from './saga-run.js';
import { type Exception, ScriptedParticipants } from './scripted-participants.js';

export interface RunOptions {
  /** Default `<definition>-1`, `-2` and so on. The jitter of backoffs follows from it. */
  sagaId?: string;
}

/** Any instant will do, as long as it is always the same one. */
const EPOCH = Date.UTC(2026, 0, 1);

/**
 * A definition on the bench, to be run with scripted participants: on the real engine and the real participant
 * SDK, without a broker, a database or a clock.
 * @param definition as YAML or JSON text, or as an object
 * Throws InvalidDefinition with every fault found.
 */
export function sagaTest(definition: string | SagaDefinition): SagaTest {
  return new SagaTest(compile(typeof definition === 'string' ? parseDefinition(definition) : definition, 1));
}

/** See `sagaTest`. Commands without a script succeed with the output `{}`. */
export class SagaTest {
  private readonly codec = createCodec({ source: 'saga-coordinator' });
  private readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly scripts = new Map<string, Script>();
  private runs = 0;

  constructor(private readonly plan: Plan) {
    this.commands = commandsOf(plan);
  }

  /**
   * Says how a participant takes its commands; a command's later script replaces the earlier one, also for sagas
   * that run already. Throws when the definition has no such command.
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

  /** Runs a saga until nothing happens any more by itself: completed, compensated or in need of attention. */
  async run(input: JsonObject, options: RunOptions = {}): Promise<SagaRun> {
    return (await this.start(input, options)).toEnd();
  }

  /** Starts a saga and leaves it at its start: `advance` and `toEnd` let its time pass. */
  start(input: JsonObject, options: RunOptions = {}): Promise<SagaRun> {
    return this.begin(input, options, null);
  }

  /**
   * Runs a saga for each way in which each step can fail, all else going by the scripts: refused, broken, never
   * reached, and done with the reply lost.
   */
  explore(input: JsonObject): Promise<Exploration> {
    // The same id each time, since the jitter follows from it.
    const options = { sagaId: this.plan.name };
    return explore(this.plan, async (exception) => (await this.begin(input, options, exception)).toEnd());
  }

  private async begin(
    input: JsonObject,
    { sagaId = `${this.plan.name}-${++this.runs}` }: RunOptions,
    exception: Exception | null,
  ): Promise<SagaRun> {
    const { plan, codec, commands, scripts } = this;
    const participants = await ScriptedParticipants.start(codec, commands, scripts, exception);
    const start = { type: 'start', sagaId, definition: plan.name, input } as const;
    return new SagaRun(plan, participants, codec, EPOCH, start);
  }
}

/** The names of the commands that a saga can send, by participant. */
function commandsOf(plan: Plan): Map<string, Set<string>> {
  const commands = new Map<string, Set<string>>();
  for (const { action, compensation } of plan.commands.values()) {
    for (const planned of compensation ? [action, compensation] : [action]) {
      const names = commands.get(planned.participant) ?? new Set();
      commands.set(planned.participant, names.add(planned.command));
    }
  }
  return commands;
}
