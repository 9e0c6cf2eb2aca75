/** What is kept of a flow: of each of its events the type, the time and a mark to know it again by. */
export interface Flow {
  key: string;
  /** Three numbers an event: its activity, its time, its mark. */
  events: number[];
}

/** An event of a flow, in order. */
export interface FlowEvent {
  activity: number;
  time: number;
}

/** The flows that may still go on, those that were quiet the longest first. */
export class Flows {
  private readonly open = new Map<string, Flow>();

  /** `onQuiet` gets the flows that have to go when there are more than `limit`. */
  constructor(
    private readonly limit: number,
    private readonly onQuiet: (flow: Flow) => void,
  ) {}

  has(key: string): boolean {
    return this.open.has(key);
  }

  /** Adds an event to its flow; gives the flow as it was before, or undefined when it has this event already. */
  add(key: string, activity: number, time: number, mark: number): { previous: number | null } | undefined {
    const flow = this.open.get(key) ?? { key, events: [] };
    const { events } = flow;
    for (let i = 2; i < events.length; i += 3) if (events[i] === mark) return undefined;
    const previous = events.length > 0 ? events[events.length - 2]! : null;
    events.push(activity, time, mark);
    this.open.delete(key);
    this.open.set(key, flow);
    if (this.open.size > this.limit) this.closeQuietest();
    return { previous };
  }

  values(): Iterable<Flow> {
    return this.open.values();
  }

  private closeQuietest(): void {
    const [quietest] = this.open.values();
    this.open.delete(quietest!.key);
    this.onQuiet(quietest!);
  }
}

/** The events of a flow in the order of time; those of the same time as they came. */
export function inOrder({ events }: Flow): FlowEvent[] {
  const ordered: FlowEvent[] = [];
  for (let i = 0; i < events.length; i += 3) ordered.push({ activity: events[i]!, time: events[i + 1]! });
  return ordered.sort((a, b) => a.time - b.time);
}
