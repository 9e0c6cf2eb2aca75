import { type Codec, type Command, isProgress, type JsonObject, type Reply } from '@saga/contracts';
import type { Role } from '@saga/definition';
import type { Direction } from '@saga/engine';
import {
  attemptAskedAbout,
  BusinessFailure,
  type CommandHandlers,
  createParticipant,
  inMemoryBarrier,
  statusOf,
} from '@saga/participant';
import type { PublishedEvent } from './agenda.js';
import { type Answer, type Script, succeed } from './answer.js';
import { HandOverBus } from './hand-over-bus.js';
import { Ledger } from './ledger.js';
import { ScriptPosition } from './script-position.js';
import { received } from './wire.js';

/** Scripts by the name of their command. */
export type Scripts = ReadonlyMap<string, Script>;

/** A step of a saga that is answered otherwise than by the script of its command. */
export interface Exception {
  sagaId: string;
  step: string;
  direction: Direction;
  answer: Answer;
}

/** What comes of a command: a reply, unless it got lost, events, and the milliseconds that the participant was busy. */
export interface Handled {
  reply: Reply | null;
  events: PublishedEvent[];
  takes: number;
  lags: boolean;
}

/**
 * The participants of the sagas of one world: real ones, with the barrier that keeps the three rules, whose handlers
 * do what the scripts say.
 */
export class ScriptedParticipants {
  readonly ledger = new Ledger();
  private readonly bus = new HandOverBus();
  /** One for all of them: what it keeps goes by saga and step. */
  private readonly barrier = inMemoryBarrier({ maxSteps: Infinity });
  private readonly positions = new Map<string, ScriptPosition>();
  private answer: Answer | null = null;

  /** `scripts` is read anew for each command, so a test may change it on the way. */
  private constructor(
    private readonly codec: Codec,
    private readonly scripts: Scripts,
    private readonly exceptions: readonly Exception[],
  ) {}

  /** @param commands the names of the commands of each participant */
  static async start(
    codec: Codec,
    commands: ReadonlyMap<string, ReadonlySet<string>>,
    scripts: Scripts,
    exceptions: readonly Exception[],
  ): Promise<ScriptedParticipants> {
    const participants = new ScriptedParticipants(codec, scripts, exceptions);
    for (const [name, names] of commands) await participants.open(name, names);
    return participants;
  }

  /** Whether a test says how this command is taken. */
  hasScript(command: string): boolean {
    return this.scripts.has(command);
  }

  /**
   * Lets the participant take a command at a time of the saga, in milliseconds since the epoch.
   * @param role what the command is for
   * @param family the saga that was started by no other: it and those that it started go through the scripts together
   */
  async handle(command: Command, role: Role, family: string, at: number): Promise<Handled> {
    const answer = this.answerTo(command, role, family);
    const { takes, lags, replyLost } = answer;
    if (answer.work === null) return { reply: null, events: [], takes, lags };
    this.answer = answer;
    const handed = await this.bus.handOver(this.codec.encode(command), at);
    // No time passes while a handler works, so news of its progress would move nothing.
    const published = handed.filter((message) => !isProgress(message));
    const { topics } = this.codec;
    const written = published.find(({ topic }) => topic === topics.reply)!;
    const reply = this.codec.decodeReply(received(written));
    const events = published
      .filter((message) => message !== written)
      .map((message) => ({ ...this.codec.decodeDomainEvent(received(message)), topic: message.topic }));
    if (role === 'step' && reply.outcome.result === 'success') this.ledger.note(command);
    return { reply: replyLost ? null : reply, events, takes, lags };
  }

  private answerTo(command: Command, role: Role, family: string): Answer {
    const { name } = command;
    const exception = this.exceptions.find((each) => isFor(each, command));
    if (exception) return exception.answer;
    const script = this.scripts.get(name);
    if (!script) return { ...succeed(), work: () => this.truth(command, role) };
    const position = this.positions.get(family) ?? new ScriptPosition();
    this.positions.set(family, position);
    return position.next(script);
  }

  /** What is answered without a script: who is asked about a step tells what has become of it. */
  private async truth(command: Command, role: Role): Promise<JsonObject> {
    const { sagaId, step } = command;
    if (role === 'status') {
      const asked = attemptAskedAbout(command)!;
      return statusOf(await this.barrier.recordOf(sagaId, asked.step), asked.attempt);
    }
    if (role === 'verification' && this.ledger.standing(sagaId).has(step.replace(/\.verified$/, '')))
      throw new BusinessFailure('still-there', 'the effect is not gone');
    return {};
  }

  private async open(name: string, commands: ReadonlySet<string>): Promise<void> {
    const { bus, barrier } = this;
    const handlers: CommandHandlers<undefined> = {};
    for (const command of commands) handlers[command] = (...call) => this.answer!.work!(...call);
    await createParticipant({ name, bus, barrier, handlers }).start();
  }
}

function isFor({ sagaId, step, direction }: Exception, command: Command): boolean {
  return sagaId === command.sagaId && step === command.step && direction === command.direction;
}
