import type { Bus, BusLog, GroupState } from '@saga/bus';
import type { DefinitionRepository } from '@saga/store';
import { Backlog } from './backlog.js';
import { watchedGroups, type WatchedGroup } from './watched-groups.js';

/** How long a look is believed when Kafka can't be asked again. */
const BELIEVED_MS = 15_000;

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Knows which participants don't keep up with their commands, as of the last look. Only those are looked at on which
 * the clock of a step depends (`clock: while-consuming`), so that nothing is asked where there is none.
 */
export class LagWatch {
  private backlogs = new Map<string, Backlog>();
  private seen = { lagging: NOBODY, at: 0 };

  constructor(
    private readonly bus: Pick<Bus, 'groupStates'>,
    private readonly definitions: Pick<DefinitionRepository, 'withStoppingClocks'>,
    private readonly prefix: string,
    private readonly log: BusLog,
    private readonly now: () => number = Date.now,
  ) {}

  /** The names of the participants that lag; none when there was no look for too long: a clock must not stop for good. */
  get lagging(): ReadonlySet<string> {
    return this.now() - this.seen.at <= BELIEVED_MS ? this.seen.lagging : NOBODY;
  }

  /** Looks again. A Kafka that does not answer is logged; rejects when the definitions can't be read. */
  async look(): Promise<void> {
    const watched = watchedGroups(await this.definitions.withStoppingClocks(), this.prefix);
    let states: GroupState[];
    try {
      states = watched.length > 0 ? await this.bus.groupStates(watched) : [];
    } catch (error) {
      this.log.warn(
        { err: error, lagging: [...this.lagging] },
        'consumer groups could not be looked at: who is not listed as lagging counts as keeping up',
      );
      return;
    }
    this.see(watched, states);
  }

  private see(watched: WatchedGroup[], states: GroupState[]): void {
    const at = this.now();
    const earlier = this.backlogs;
    this.backlogs = new Map();
    const lagging = new Set<string>();
    watched.forEach(({ participant, group }, index) => {
      const key = `${participant} ${group}`;
      const backlog = earlier.get(key) ?? new Backlog();
      this.backlogs.set(key, backlog);
      if (backlog.lags(states[index]!, at)) lagging.add(participant);
    });
    if ([...lagging].join() !== [...this.seen.lagging].join())
      this.log.info(
        { lagging: [...lagging] },
        'other participants lag than before: their clocks stand still',
      );
    this.seen = { lagging, at };
  }
}
