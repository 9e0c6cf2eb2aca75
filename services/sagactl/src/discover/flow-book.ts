import { Delays } from './delays.js';
import { type Flow, Flows, inOrder } from './flows.js';
import { endsAmong } from './process.js';
import { Tallies } from './tallies.js';
import { Tally } from './tally.js';

/** After so many times the longest usual pause nothing more is expected of a flow. */
const PATIENCE = 3;

/** Keeps the flows that may go on, and counts those that have ended. */
export class FlowBook {
  readonly tallies = new Tallies();
  /** Flows that had to go to save memory, though they may have gone on. */
  cutShort = 0;
  private readonly flows: Flows;
  private readonly pauses = new Delays();
  /** How long a flow is quiet that still may go on, in ms. */
  private patience = 0;
  private latest = -Infinity;
  private cuts = 0;
  private reckonedAt = 1;

  constructor(openFlows: number) {
    this.flows = new Flows(openFlows, (flow) => this.cut(flow));
  }

  has(key: string): boolean {
    return this.flows.has(key);
  }

  /** Adds an event to the flow of this key; false when the flow has it already. */
  add(key: string, activity: number, time: number, id: string): boolean {
    this.latest = Math.max(this.latest, time);
    const added = this.flows.add(key, activity, time, markOf(id));
    if (added && added.previous !== null) this.pauses.add(Math.abs(time - added.previous));
    return added !== undefined;
  }

  /**
   * Counts the flows that have ended: nothing more has come for long, or they came to where flows end. Gives those that
   * may still go on.
   */
  close(): Tally {
    this.reckonPatience();
    const recent: { flow: Flow; last: number }[] = [];
    for (const flow of this.flows.values()) {
      if (this.isQuiet(flow)) this.tallies.add(flow);
      else recent.push({ flow, last: inOrder(flow).at(-1)!.activity });
    }
    const ends = endsAmong(this.tallies, recent);
    const unfinished = new Tally();
    for (const { flow, last } of recent) {
      if (ends.has(last)) this.tallies.add(flow);
      else unfinished.add(flow.key);
    }
    return unfinished;
  }

  /** Takes a flow for ended, to make room. */
  private cut(flow: Flow): void {
    // What is usual changes the less the more was seen.
    if (++this.cuts >= this.reckonedAt) {
      this.reckonPatience();
      this.reckonedAt = 2 * this.cuts;
    }
    if (!this.isQuiet(flow)) this.cutShort += 1;
    this.tallies.add(flow);
  }

  private reckonPatience(): void {
    this.patience = PATIENCE * this.pauses.quantile(0.99);
  }

  private isQuiet({ events }: Flow): boolean {
    let latest = -Infinity;
    for (let i = 1; i < events.length; i += 3) latest = Math.max(latest, events[i]!);
    return this.latest - latest > this.patience;
  }
}

/** A number that two ids hardly ever share (FNV-1a). */
function markOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
