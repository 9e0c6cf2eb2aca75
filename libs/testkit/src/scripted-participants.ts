import type { Codec, Command, Reply } from '@saga/contracts';
import type { Direction } from '@saga/engine';
import { type CommandHandlers, createParticipant, inMemoryBarrier } from '@saga/participant';
import type { Answer, Script } from './answer.js';
import { HandOverBus } from './hand-over-bus.js';
import { ScriptPosition } from './script-position.js';

/** Scripts by the name of their command. */
export type Scripts = ReadonlyMap<string, Script>;

/** A step that is answered otherwise than by the script of its command. */
export interface Exception {
  step: string;
  direction: Direction;
  answer: Answer;
}

/** What comes of a command: a reply, unless it got lost, and the milliseconds that the participant was busy. */
export interface Handled {
  reply: Reply | null;
  takes: number;
}

/**
 * The participants of one saga: real ones, with the barrier that keeps the three rules, whose handlers do what
 * the scripts say.
 */
export class ScriptedParticipants {
  /** Steps whose effect stands: done, and not undone. */
  readonly standing = new Set<string>();
  private readonly bus = new HandOverBus();
  private readonly position = new ScriptPosition();
  private answer: Answer | null = null;
  private ran = false;

  /** `scripts` is read anew for each command, so a test may change it on the way. */
  private constructor(
    private readonly codec: Codec,
    private readonly scripts: Scripts,
    private readonly exception: Exception | null,
  ) {}

  /** @param commands the names of the commands of each participant */
  static async start(
    codec: Codec,
    commands: ReadonlyMap<string, ReadonlySet<string>>,
    scripts: Scripts,
    exception: Exception | null,
  ): Promise<ScriptedParticipants> {
    const participants = new ScriptedParticipants(codec, scripts, exception);
    for (const [name, names] of commands) await participants.open(name, names);
    return participants;
  }

  /** Lets the participant take a command at a time of the saga, in milliseconds since the epoch. */
  async handle(command: Command, at: number): Promise<Handled> {
    const answer = this.answerTo(command);
    const { takes, replyLost } = answer;
    if (answer.work === null) return { reply: null, takes };
    this.answer = answer;
    this.ran = false;
    const published = await this.bus.handOver(this.codec.encode(command), at);
    const written = published.find(({ topic }) => topic === this.codec.topics.reply)!;
    const reply = this.codec.decodeReply({ ...written, value: Buffer.from(written.value), timestamp: at });
    if (this.ran && reply.outcome.result === 'success') this.noteEffect(command);
    return { reply: replyLost ? null : reply, takes };
  }

  private answerTo({ step, direction, name }: Command): Answer {
    const { exception } = this;
    if (exception?.step === step && exception.direction === direction) return exception.answer;
    return this.position.next(this.scripts.get(name));
  }

  private noteEffect({ step, direction }: Command): void {
    if (direction === 'do') this.standing.add(step);
    else this.standing.delete(step);
  }

  private async open(name: string, commands: ReadonlySet<string>): Promise<void> {
    const handlers: CommandHandlers<undefined> = {};
    for (const command of commands)
      handlers[command] = (...call) => {
        this.ran = true;
        return this.answer!.work!(...call);
      };
    await createParticipant({ name, bus: this.bus, barrier: inMemoryBarrier(), handlers }).start();
  }
}
