import { createHash } from 'node:crypto';
import {
  type Command,
  commandId,
  createCodec,
  type Direction,
  type Json,
  type JsonObject,
  type ValueFormat,
} from '@saga/contracts';
import type { Answer, Exchange, Sent } from './exchange.js';
import type { Subject } from './subject.js';

/** What can be different in a command from the usual one. */
export interface Variation {
  /** Which of the trial's sagas it is of. */
  saga?: string;
  step?: string;
  attempt?: number;
  name?: string;
  input?: JsonObject;
  format?: ValueFormat;
  /** Headers that are other than they should be; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  /** In place of the value. */
  value?: string | Buffer;
}

/** One rule's own sagas, and the commands that are sent for them. */
export class Trial {
  constructor(
    readonly exchange: Exchange,
    readonly subject: Subject,
    /** Begins the ids of its sagas. */
    private readonly name: string,
  ) {}

  /** The command that is tried. */
  asked(variation: Variation = {}): Sent {
    const { command, input } = this.subject;
    return this.sent('do', { name: command, input, ...variation });
  }

  /** What undoes it. Rules that send this need `undo`. */
  undone(variation: Variation = {}): Sent {
    const { undo, input } = this.subject;
    return this.sent('undo', { name: undo!, input, ...variation });
  }

  /** The question what became of a step. Rules that send this need `status`. */
  inquiry({ step = 'step', ...variation }: Variation = {}): Sent {
    const { status, input } = this.subject;
    return this.sent('do', { name: status!, input, ...variation, step: `${step}.status[1]` });
  }

  ask(sent: Sent): Promise<Answer | undefined> {
    return this.exchange.ask(sent);
  }

  private sent(
    direction: Direction,
    { saga, step = 'step', attempt = 1, name, input, format, headers = {}, value }: Variation & Named,
  ): Sent {
    const sagaId = saga === undefined ? this.name : `${this.name}-${saga}`;
    const id = commandId(sagaId, step, direction, attempt);
    const command: Command = {
      ...{ kind: 'command', id, name },
      ...{ sagaId, step, attempt, direction, input: filledIn(input, sagaId) as JsonObject },
      time: new Date().toISOString(),
      traceparent: traceOf(id),
    };
    const { source, topics } = this.exchange.codec;
    const prefix = topics.command('').replace('saga.command.', '');
    const message = createCodec({ source, prefix, format }).encode(command);
    const all = Object.entries({ ...message.headers, ...headers });
    const present = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
    return {
      command,
      message: { ...message, headers: Object.fromEntries(present), value: value ?? message.value },
    };
  }
}

/** A repetition is in the trace of the command that it repeats. */
function traceOf(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex');
  return `00-${hash.slice(0, 32)}-${hash.slice(32, 48)}-01`;
}

interface Named {
  name: string;
  input: JsonObject;
}

/** The input with the saga's id where it says `{saga}`: effects of different sagas can be told apart by it. */
function filledIn(value: Json, sagaId: string): Json {
  if (typeof value === 'string') return value.replaceAll('{saga}', sagaId);
  if (Array.isArray(value)) return value.map((each) => filledIn(each, sagaId));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledIn(each, sagaId)]));
}
