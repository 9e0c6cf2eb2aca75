import type { IncomingMessage } from '@saga/bus';
import { type Codec, HEADERS, MalformedMessage } from '@saga/contracts';
import { type Expression, ExpressionError, type JsonObject, type Plan } from '@saga/definition';
import type { TriggerAge } from '@saga/store';
import { type ComingEvent, matchedKey } from '../pipeline/event-handover.js';

/** The interest of all steps that tell which key an event has in the same way. */
interface Interest {
  event: string;
  match: Expression;
  /** The longest that any of them wants early events kept, in milliseconds. */
  keep: number;
  /** Milliseconds since the epoch; what happened before is history. */
  since: number;
}

/** Which domain events sagas wait for, or may come to wait for, and what these events' keys are. */
export class WaitTable {
  private interests = new Map<string, Interest[]>();
  /** What definitions undo by, as JSON of topic and type. */
  private undoing = new Set<string>();

  constructor(private readonly codec: Codec) {}

  /**
   * Replaces the table by the waits of these plans; `ages` tell which events are older than the interest of any
   * version of the definition in them.
   */
  load(plans: Plan[], ages: TriggerAge[]): void {
    const interests = new Map<string, Interest[]>();
    for (const { name, waits } of plans) {
      for (const { topic, event, match, keep } of waits) {
        const age = ages.find((each) => each.name === name && each.topic === topic && each.event === event);
        const since = age?.since.getTime() ?? 0;
        const ofTopic = interests.get(topic) ?? [];
        interests.set(topic, ofTopic);
        const same = ofTopic.find((each) => each.event === event && each.match.source === match.source);
        if (!same) ofTopic.push({ event, match, keep, since });
        else Object.assign(same, { keep: Math.max(same.keep, keep), since: Math.min(same.since, since) });
      }
    }
    this.interests = interests;
    this.undoing = new Set(plans.flatMap(publications).map(placeOf));
  }

  get topics(): string[] {
    return [...this.interests.keys()].sort();
  }

  /** Whether steps wait for events of this type, or are undone by them. */
  knows(topic: string, type: string): boolean {
    const isAwaited = this.interests.get(topic)?.some(({ event }) => event === type) ?? false;
    return isAwaited || this.undoing.has(placeOf({ topic, type }));
  }

  /**
   * The event in a message, once under each key that it has; none when it is of a type that no saga waits for.
   * `at`: now, in milliseconds since the epoch. Throws MalformedMessage when the key can't be told.
   */
  events(message: IncomingMessage, at: number): ComingEvent[] {
    const { topic, timestamp, headers } = message;
    const interests = (this.interests.get(topic) ?? []).filter(
      ({ event, since }) => event === headers[HEADERS.type] && timestamp >= since,
    );
    if (interests.length === 0) return [];
    const { id, source, type, time, data } = this.codec.decodeDomainEvent(message);
    const body = { id, source, type, time, data };
    const keeps = new Map<string, number>();
    for (const { match, keep } of interests) {
      const key = keyOf({ ...body, key: message.key ?? null, headers }, match);
      if (key === null) continue;
      const known = matchedKey(match.source, key);
      keeps.set(known, Math.max(keep, keeps.get(known) ?? 0));
    }
    // Whatever clock the sender has, the event has not come later than now.
    const cameAt = Math.min(timestamp, at);
    return [...keeps].map(([key, keep]) => {
      return { topic, event: type, key, cameAt, expiresAt: cameAt + keep, body };
    });
  }
}

/** The events by which the steps of a plan are undone. */
function publications({ nodes }: Plan): { topic: string; type: string }[] {
  return [...nodes.values()].flatMap((node) => {
    if (node.kind !== 'wait' || !node.compensation?.publish) return [];
    return [{ topic: node.compensation.publish.topic, type: node.compensation.command }];
  });
}

function placeOf({ topic, type }: { topic: string; type: string }): string {
  return JSON.stringify([topic, type]);
}

/** The key of an event; null when the expression says that it has none. */
function keyOf(event: JsonObject, match: Expression): string | null {
  let key: unknown;
  try {
    key = match.evaluate({ event });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const fix = 'send the event with the fields that the expression reads, or let it give null without them';
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `does not give a key to match: ${error.message}`,
      fix,
    );
  }
  if (key === null) return null;
  if (typeof key === 'string' || typeof key === 'number') return String(key);
  const problem = `gives ${JSON.stringify(key)} for the key \${ ${match.source} }`;
  throw new MalformedMessage('invalid-value', 'data', problem, 'send a text or a number');
}
