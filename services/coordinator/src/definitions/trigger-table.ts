import type { IncomingMessage } from '@saga/bus';
import {
  type Codec,
  type DomainEvent,
  HEADERS,
  MalformedMessage,
  SAGA_ID,
  type Start,
} from '@saga/contracts';
import { type Rollout, stableVersion, type TriggerAge, versionFor } from '@saga/store';
import { ExpressionError, isJsonObject, type Plan, type PlannedTrigger, type Scope } from '@saga/definition';

/** A definition as events start it, with the plans of its stable version, of its canary and of its latest one. */
export interface RolledOut {
  rollout: Rollout;
  plans: Plan[];
}

/** A version that waits for an event. */
interface Waiting {
  plan: Plan;
  trigger: PlannedTrigger;
}

interface Entry {
  rollout: Rollout;
  stable: Waiting;
  /** The canary, where it waits for the same event. */
  canary: Waiting | undefined;
  /** Milliseconds since the epoch; what happened before is history. */
  since: number;
}

/** Which domain events start sagas of which definitions. */
export class TriggerTable {
  private entries = new Map<string, Entry[]>();
  private watched = new Map<string, Set<string>>();

  constructor(private readonly codec: Codec) {}

  /**
   * Replaces the table by the triggers of the stable versions of active definitions. A topic is read from its
   * beginning, so that nothing is lost while no coordinator runs; `ages` tell which events are older than the
   * definition's interest in them.
   */
  load(definitions: RolledOut[], ages: TriggerAge[]): void {
    const entries = new Map<string, Entry[]>();
    for (const definition of definitions) {
      for (const entry of entriesOf(definition, ages)) {
        const { topic } = entry.stable.trigger;
        entries.set(topic, [...(entries.get(topic) ?? []), entry]);
      }
    }
    this.entries = entries;
    const triggers = definitions.flatMap(({ plans }) => plans.flatMap((plan) => plan.triggers));
    this.watched = new Map();
    for (const { topic, event } of triggers)
      this.watched.set(topic, new Set([event, ...(this.watched.get(topic) ?? [])]));
  }

  /**
   * The topics to read, those included on which nothing starts a saga now but may later: what comes there
   * meanwhile is passed over, and does not start sagas once a definition is activated or another version stable.
   */
  get topics(): string[] {
    return [...this.watched.keys()].sort();
  }

  /** Whether a definition starts sagas on events of this type, even if none starts now. */
  knows(topic: string, type: string): boolean {
    return this.watched.get(topic)?.has(type) ?? false;
  }

  /**
   * The sagas that a message starts. Events of types that no definition waits for are other people's business.
   * Throws MalformedMessage when an event that should start a saga can't.
   */
  starts(message: IncomingMessage): { start: Start; claim: string }[] {
    const type = message.headers[HEADERS.type];
    const entries = (this.entries.get(message.topic) ?? []).filter(
      ({ stable, since }) => stable.trigger.event === type && message.timestamp >= since,
    );
    if (entries.length === 0) return [];
    const event = this.codec.decodeDomainEvent(message);
    return entries.map((entry) => ({
      start: startOf(event, message, entry),
      claim: `${event.source}/${event.id}#${entry.rollout.name}`,
    }));
  }
}

function entriesOf({ rollout, plans }: RolledOut, ages: TriggerAge[]): Entry[] {
  const { name, active, canary } = rollout;
  const planOf = (version: number | undefined) => plans.find((plan) => plan.version === version);
  const stable = planOf(stableVersion(rollout));
  if (!active || !stable) return [];
  return stable.triggers.map((trigger) => {
    const isSame = ({ topic, event }: { topic: string; event: string }) =>
      topic === trigger.topic && event === trigger.event;
    const age = ages.find((each) => each.name === name && isSame(each));
    return {
      rollout,
      stable: { plan: stable, trigger },
      canary: waitingFor(isSame, planOf(canary?.version)),
      since: age?.since.getTime() ?? 0,
    };
  });
}

function waitingFor(isSame: (trigger: PlannedTrigger) => boolean, plan?: Plan): Waiting | undefined {
  const trigger = plan?.triggers.find(isSame);
  return plan && trigger && { plan, trigger };
}

/** The stable version says which saga the event starts; the version that this one starts with, what its input is. */
function startOf(
  event: DomainEvent,
  { key: messageKey, headers }: IncomingMessage,
  { rollout, stable, canary }: Entry,
): Start {
  const { id, source, type, time, data, traceparent, tracestate } = event;
  const scope: Scope = { event: { id, source, type, time, data, key: messageKey ?? null, headers } };
  const { name } = rollout;
  const key = fromEvent(name, 'key', () => stable.trigger.key.evaluate(scope));
  const sagaId = `${name}:${typeof key === 'string' || typeof key === 'number' ? key : ''}`;
  if (sagaId.endsWith(':') || !SAGA_ID.test(sagaId))
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `gives ${JSON.stringify(key)} as the key of ${name}`,
      'send a text or a number',
    );
  const { plan, trigger } = canary?.plan.version === versionFor(rollout, sagaId) ? canary : stable;
  const input = trigger.input ? fromEvent(name, 'input', () => trigger.input!.render(scope)) : data;
  if (!isJsonObject(input))
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `gives no object as the input of ${name}`,
      'send an object',
    );
  return {
    ...{ kind: 'start', id, source, sagaId, time, traceparent, tracestate },
    definition: name,
    version: plan.version,
    input: input,
  };
}

function fromEvent<T>(definition: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const fix = 'send the event with the fields that the expression reads, or mend the expression';
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `does not give the ${what} of ${definition}: ${error.message}`,
      fix,
    );
  }
}
