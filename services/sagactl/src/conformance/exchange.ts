import type { Bus, IncomingMessage, OutgoingMessage, TopicReader } from '@saga/bus';
import {
  type Codec,
  type Command,
  type DeadLetter,
  HEADERS,
  isProgress,
  MalformedMessage,
  MAX_DEAD_LETTER_BYTES,
  type Outcome,
} from '@saga/contracts';

/** A command as it goes out, and what it was meant to be: rules send broken ones, too. */
export interface Sent {
  command: Command;
  message: OutgoingMessage;
}

/** What came on the topic of replies in answer to a command. */
export interface Answer {
  message: IncomingMessage;
  sent: Sent;
  /** What its value says; a fault when that can't be read. */
  outcome: Outcome | MalformedMessage;
}

/** How far the clocks of those who send may be behind ours, in ms. */
const CLOCK_SKEW_MS = 10 * 60_000;

const ADDRESS = [HEADERS.sagaId, HEADERS.step, HEADERS.attempt, HEADERS.direction];

/** Sends commands, and sorts what comes back to them. */
export class Exchange {
  private readonly sent = new Map<string, Sent>();
  private readonly answers: Answer[] = [];
  private readonly letters: DeadLetter[] = [];
  private readonly closing = new AbortController();
  private listeners: (() => void)[] = [];
  private reading: Promise<void> | undefined;
  private failure: Error | undefined;

  constructor(
    private readonly bus: Bus & TopicReader,
    readonly codec: Codec,
    readonly participant: string,
    private readonly timeoutMs: number,
  ) {}

  /** Begins to listen. Rejects when the broker can't be reached. */
  async open(): Promise<void> {
    const { command, reply, deadLetter } = this.codec.topics;
    await this.bus.ensureTopics([
      { name: command(this.participant) },
      { name: reply },
      { name: deadLetter, maxMessageBytes: MAX_DEAD_LETTER_BYTES },
    ]);
    this.reading = this.listen([reply, deadLetter]).catch((error: Error) => {
      this.failure = error;
      this.tell();
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.reading;
  }

  async send(all: Sent[]): Promise<void> {
    for (const each of all) this.sent.set(each.command.id, each);
    await this.bus.publish(all.map(({ message }) => message));
  }

  /** Sends a command, and waits for one answer more than there was. Undefined when none comes in time. */
  async ask(sent: Sent): Promise<Answer | undefined> {
    const before = this.answersTo(sent).length;
    await this.send([sent]);
    return this.until(() => this.answersTo(sent)[before]);
  }

  /** Waits for the dead letter of a message that has a header like no other. Undefined when none comes in time. */
  deadLetterWith(header: string, value: string): Promise<DeadLetter | undefined> {
    return this.until(() => this.letters.find(({ original }) => original.headers[header] === value));
  }

  /** Waits until there is an answer to each. Gives those that came, in the order in which they lie in their partition. */
  async answersToAll(all: Sent[]): Promise<Answer[]> {
    const found = () => all.flatMap((sent) => this.answersTo(sent));
    await this.until(() => all.every((sent) => this.answersTo(sent).length > 0) || undefined);
    return found().sort((a, b) => Number(BigInt(a.message.offset) - BigInt(b.message.offset)));
  }

  /** How many partitions the topic of replies has. */
  async partitions(): Promise<number> {
    const { source: group, topics } = this.codec;
    const [replies] = await this.bus.groupStates([{ group, topic: topics.reply }]);
    return replies!.partitions.length;
  }

  /** Every answer so far, to whatever rule. */
  get everyAnswer(): readonly Answer[] {
    return this.answers;
  }

  private answersTo({ command }: Sent): Answer[] {
    return this.answers.filter((answer) => answer.sent.command.id === command.id);
  }

  private async listen(topics: string[]): Promise<void> {
    const { signal } = this.closing;
    for await (const { messages } of this.bus.read({
      topics,
      from: Date.now() - CLOCK_SKEW_MS,
      until: signal,
    })) {
      for (const message of messages) this.take(message);
      this.tell();
    }
  }

  private take(message: IncomingMessage): void {
    if (message.topic === this.codec.topics.deadLetter) {
      const letter = readable(() => this.codec.decodeDeadLetter(message));
      if (!(letter instanceof MalformedMessage)) this.letters.push(letter);
      return;
    }
    const asked = isProgress(message) ? undefined : this.askedBy(message);
    if (!asked) return;
    // The value is judged apart from the headers, which have rules of their own.
    const headers = {
      ...asked.message.headers,
      [HEADERS.type]: 'saga.reply',
      [HEADERS.causationId]: asked.command.id,
      [HEADERS.contentType]: message.headers[HEADERS.contentType] ?? '',
    };
    const outcome = readable(() => this.codec.decodeReply({ ...message, headers }).outcome);
    this.answers.push({ message, sent: asked, outcome });
  }

  /** The command that a reply answers: by its id or, if a reply does not have that, by the step that it names. */
  private askedBy({ headers }: IncomingMessage): Sent | undefined {
    const byId = this.sent.get(headers[HEADERS.causationId] ?? '');
    if (byId) return byId;
    return [...this.sent.values()].find(({ message }) =>
      ADDRESS.every((name) => headers[name] !== undefined && headers[name] === message.headers[name]),
    );
  }

  private until<T>(look: () => T | undefined): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const listener = () => {
        const seen = look();
        const { failure } = this;
        if (failure) end(() => reject(failure));
        else if (seen !== undefined) end(() => resolve(seen));
      };
      const end = (settle: () => void) => {
        clearTimeout(patience);
        this.listeners = this.listeners.filter((each) => each !== listener);
        settle();
      };
      const patience = setTimeout(() => end(() => resolve(undefined)), this.timeoutMs);
      this.listeners.push(listener);
      listener();
    });
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

function readable<T>(read: () => T): T | MalformedMessage {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedMessage) return error;
    throw error;
  }
}
