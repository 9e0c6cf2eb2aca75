import type { IncomingMessage } from '@saga/bus';
import {
  type Codec,
  type DomainEvent,
  HEADERS,
  MalformedMessage,
  SAGA_ID,
  type Start,
} from '@saga/contracts';
import type { TriggerAge } from '@saga/store';
import { ExpressionError, isJsonObject, type Plan, type PlannedTrigger, type Scope } from '@saga/definition';

interface Entry {
  plan: Plan;
  trigger: PlannedTrigger;
  /** Milliseconds since the epoch; what happened before is history. */
  since: number;
}

/** Which domain events start sagas of which definitions. */
export class TriggerTable {
  private entries = new Map<string, Entry[]>();

  constructor(private readonly codec: Codec) {}

  /**
   * Replaces the table by the triggers of these plans, the latest of each definition. A topic is read from its
   * beginning, so that nothing is lost while no coordinator runs; `ages` tell which events are older than the
   * definition's interest in them.
   */
  load(plans: Plan[], ages: TriggerAge[]): void {
    const entries = new Map<string, Entry[]>();
    for (const plan of plans) {
      for (const trigger of plan.triggers) {
        const { topic, event } = trigger;
        const age = ages.find(
          (each) => each.name === plan.name && each.topic === topic && each.event === event,
        );
        const entry = { plan, trigger, since: age?.since.getTime() ?? 0 };
        entries.set(topic, [...(entries.get(topic) ?? []), entry]);
      }
    }
    this.entries = entries;
  }

  get topics(): string[] {
    return [...this.entries.keys()].sort();
  }

  /**
   * The sagas that a message starts. Events of types that no definition waits for are other people's business.
   * Throws MalformedMessage when an event that should start a saga can't.
   */
  starts(message: IncomingMessage): { start: Start; claim: string }[] {
    const type = message.headers[HEADERS.type];
    const entries = (this.entries.get(message.topic) ?? []).filter(
      ({ trigger, since }) => trigger.event === type && message.timestamp >= since,
    );
    if (entries.length === 0) return [];
    const event = this.codec.decodeDomainEvent(message);
    return entries.map(({ plan, trigger }) => ({
      start: startOf(event, plan, trigger),
      claim: `${event.source}/${event.id}#${plan.name}`,
    }));
  }
}

function startOf(event: DomainEvent, plan: Plan, trigger: PlannedTrigger): Start {
  const { id, source, type, time, data, traceparent, tracestate } = event;
  const scope: Scope = { event: { id, source, type, time, data } };
  const key = fromEvent(plan, 'key', () => trigger.key.evaluate(scope));
  const sagaId = `${plan.name}:${typeof key === 'string' || typeof key === 'number' ? key : ''}`;
  if (sagaId.endsWith(':') || !SAGA_ID.test(sagaId))
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `gives ${JSON.stringify(key)} as the key of ${plan.name}`,
      'send a text or a number',
    );
  const input = trigger.input ? fromEvent(plan, 'input', () => trigger.input!.render(scope)) : data;
  if (!isJsonObject(input))
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `gives no object as the input of ${plan.name}`,
      'send an object',
    );
  return {
    ...{ kind: 'start', id, source, sagaId, time, traceparent, tracestate },
    definition: plan.name,
    version: plan.version,
    input: input,
  };
}

function fromEvent<T>(plan: Plan, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const fix = 'send the event with the fields that the expression reads, or mend the expression';
    throw new MalformedMessage(
      'invalid-value',
      'data',
      `does not give the ${what} of ${plan.name}: ${error.message}`,
      fix,
    );
  }
}
