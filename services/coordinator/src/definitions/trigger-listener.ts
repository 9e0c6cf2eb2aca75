import type { BatchHandler, Bus, Subscription } from '@saga/bus';
import type { Plan } from '@saga/definition';
import { type Rollout, type Store, stableVersion } from '@saga/store';
import type { RolledOut, TriggerTable } from './trigger-table.js';
import type { WaitTable } from './wait-table.js';

/** Listens to the domain topics that the registered definitions or the settings name, and follows when these change. */
export class TriggerListener {
  private subscription: Subscription | null = null;
  private topics = '';
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly bus: Bus,
    private readonly store: Store,
    private readonly table: TriggerTable,
    private readonly waits: WaitTable,
    private readonly group: string,
    private readonly onBatch: BatchHandler,
    private readonly observed: string[] = [],
  ) {}

  /**
   * Reads the definitions anew; subscribes again only when other topics are named than before. One refresh
   * follows another, so that no subscription is made twice.
   */
  refresh(): Promise<void> {
    return this.inTurn(() => this.follow());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.leave());
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async follow(): Promise<void> {
    const rollouts = await this.store.rollouts.all();
    const definitions = await Promise.all(rollouts.map((rollout) => this.withPlans(rollout)));
    this.table.load(definitions, await this.store.definitions.triggerAges());
    this.waits.load(await this.store.definitions.waiting(), await this.store.definitions.waitAges());
    const topics = [...new Set([...this.table.topics, ...this.waits.topics, ...this.observed])].sort();
    if (topics.join() === this.topics) return;
    await this.leave();
    if (topics.length > 0)
      this.subscription = await this.bus.consume({ group: this.group, topics, onBatch: this.onBatch });
    this.topics = topics.join();
  }

  private async withPlans(rollout: Rollout): Promise<RolledOut> {
    const { name, latest, canary } = rollout;
    const versions = new Set([stableVersion(rollout), canary?.version ?? latest, latest]);
    const plans = await Promise.all(
      [...versions].map((version) => this.store.definitions.plan(name, version)),
    );
    return { rollout, plans: plans.filter((plan): plan is Plan => plan !== null) };
  }

  private async leave(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = null;
    this.topics = '';
  }
}
