import type { Json } from '@saga/contracts';
import type { Plan, PlannedWait } from '@saga/definition';
import { acrossRounds, nodeOf, type SagaEffect } from '@saga/engine';
import type { PublishedEvent } from './agenda.js';

type AwaitEvent = Extract<SagaEffect, { type: 'await-event' }>;

/** A step that waits for an event. */
interface Wait {
  sagaId: string;
  plan: Plan;
  awaited: AwaitEvent;
}

/** An event for a step. */
export interface Handed {
  sagaId: string;
  step: string;
  event: PublishedEvent;
}

/** Brings events and the steps that wait for them together, whichever of the two comes first. */
export class AwaitedEvents {
  private readonly waits = new Map<string, Wait>();
  private readonly begun = new Set<Wait>();
  private readonly past: { event: PublishedEvent; cameAt: number }[] = [];
  /** Which step was given which event: the next round is not given it again. */
  private readonly given = new Set<string>();

  /** A step begins to wait. */
  begin(sagaId: string, plan: Plan, awaited: AwaitEvent): void {
    const wait = { sagaId, plan, awaited };
    this.waits.set(`${sagaId} ${awaited.step}`, wait);
    this.begun.add(wait);
  }

  /** A step waits no longer. */
  end(sagaId: string, step: string): void {
    const id = `${sagaId} ${step}`;
    this.begun.delete(this.waits.get(id)!);
    this.waits.delete(id);
  }

  /** The events that came before, and were kept, for the steps that have begun to wait since this was last asked. */
  early(now: number): Handed[] {
    const begun = [...this.begun];
    this.begun.clear();
    return begun.flatMap((wait) => {
      for (const { event, cameAt } of this.past) {
        const handed = cameAt + wait.awaited.keep > now ? this.hand(wait, event) : null;
        if (handed) return [handed];
      }
      return [];
    });
  }

  /** An event comes; gives it to each step that waits for it. Throws when its key can't be told. */
  come(event: PublishedEvent, now: number): Handed[] {
    this.past.push({ event, cameAt: now });
    return [...this.waits.values()].flatMap((wait) => this.hand(wait, event) ?? []);
  }

  private hand({ sagaId, plan, awaited }: Wait, event: PublishedEvent): Handed | null {
    const { step, topic, event: type, key } = awaited;
    if (event.topic !== topic || event.type !== type || keyOf(matchOf(plan, step), event) !== key)
      return null;
    const claim = `${event.source}/${event.id} ${sagaId} ${acrossRounds(plan, step)}`;
    if (this.given.has(claim)) return null;
    this.given.add(claim);
    return { sagaId, step, event };
  }
}

/** What expressions read of an event. */
export function readable({ id, source, type, time, data }: PublishedEvent): { [field: string]: Json } {
  return { id, source, type, time, data };
}

function matchOf(plan: Plan, step: string): PlannedWait['match'] {
  const node = nodeOf(plan, step)!;
  return plan.waits.find((wait) => wait.step === node.path)!.match;
}

function keyOf(match: PlannedWait['match'], event: PublishedEvent): string | null {
  const key = match.evaluate({ event: readable(event) });
  if (key === null || typeof key === 'string') return key;
  if (typeof key === 'number') return String(key);
  throw new Error(
    `\${ ${match.source} } gives ${JSON.stringify(key)} for an event: let it give a text or a number`,
  );
}
