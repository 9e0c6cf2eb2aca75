import type { Fault, Plan } from '@saga/definition';
import { isFinished, type Names, type SagaEvent, simulateMigration, type Simulation } from '@saga/engine';
import type { Store, StoreTransaction } from '@saga/store';
import type { OutgoingMessages } from '../pipeline/outgoing.js';
import { SagaMoves } from '../pipeline/saga-moves.js';
import type { Outcome, SagaPipeline } from '../pipeline/saga-pipeline.js';
import { type MigrationReport, MigrationTally } from './migration-tally.js';

/** What an operator wants of a migration, and why. */
export interface MigrationOrder {
  /** The new names of steps, by their old ones, where they differ. */
  steps?: Names;
  by: string;
  reason: string;
}

/** How many sagas one transaction moves. */
const BATCH = 100;
/** Of how many sagas the histories are read at once. */
const LOOK = 20;

/** Moves running sagas to other versions of their definitions, and tells what would come of it. */
export class SagaMigrations {
  constructor(
    private readonly store: Store,
    private readonly pipeline: SagaPipeline,
    private readonly outgoing: OutgoingMessages,
  ) {}

  /** Moves a saga; gives all reasons why it can't be done, none when it is. Null when there is no such saga. */
  one(sagaId: string, to: Plan, order: MigrationOrder): Promise<Fault[] | null> {
    return this.pipeline.commit(async (tx) => {
      const { messages, result } = await this.move(tx, [sagaId], to, order);
      return { messages, result: result.get(sagaId) ?? null };
    });
  }

  /** What would come of moving a saga. Null when there is no such saga. */
  async simulateOne(sagaId: string, to: Plan, order: MigrationOrder): Promise<Simulation | null> {
    const history = (await this.store.queries.histories([sagaId])).get(sagaId);
    return history ? this.simulated(history, to, order) : null;
  }

  /** Moves all sagas of a version that have not ended, those that can be moved, batch after batch. */
  async all(from: Plan, to: Plan, order: MigrationOrder): Promise<MigrationReport> {
    const ids = await this.store.queries.unfinished(from.name, from.version);
    const tally = new MigrationTally(ids.length);
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      const moved = await this.pipeline.commit(async (tx) => {
        await tx.lock(batch);
        return this.move(tx, batch, to, order, from);
      });
      for (const [id, refusals] of moved) tally.add(id, { refusals, problems: [] });
    }
    return tally.report();
  }

  /** What would come of moving all sagas of a version that have not ended; at most `limit` of them are looked at. */
  async simulateAll(from: Plan, to: Plan, order: MigrationOrder, limit = Infinity): Promise<MigrationReport> {
    const ids = await this.store.queries.unfinished(from.name, from.version);
    const tally = new MigrationTally(ids.length);
    for (let start = 0; start < Math.min(ids.length, limit); start += LOOK) {
      const some = ids.slice(start, Math.min(start + LOOK, limit));
      for (const [id, history] of await this.store.queries.histories(some)) {
        if (runBy(history).version === from.version && !hasEnded(history))
          tally.add(id, await this.simulated(history, to, order));
      }
    }
    return tally.report();
  }

  /** Those that have ended meanwhile, or run another version than `from`, are left out. */
  private async move(
    tx: StoreTransaction,
    ids: string[],
    to: Plan,
    order: MigrationOrder,
    from?: Plan,
  ): Promise<Outcome<Map<string, Fault[]>>> {
    const at = Date.now();
    const moves = await SagaMoves.begin(tx, this.outgoing, ids);
    const refusals = new Map<string, Fault[]>();
    for (const id of ids) {
      const saga = moves.sagas.get(id);
      if (!saga || (from && (saga.plan.version !== from.version || isFinished(saga.status!)))) continue;
      const decision = moves.migrate(saga, to, { ...order, at });
      refusals.set(id, 'refusals' in decision ? decision.refusals : []);
    }
    await moves.finish(at);
    return { messages: moves.messages, result: refusals };
  }

  private async simulated(history: SagaEvent[], to: Plan, order: MigrationOrder): Promise<Simulation> {
    const { definition, version } = runBy(history);
    const from = await this.store.definitions.plan(definition, version);
    return simulateMigration(from!, to, history, { ...order, at: Date.now() });
  }
}

/** The definition of a saga, and the version that it runs now. */
function runBy(history: SagaEvent[]): { definition: string; version: number } {
  const [start] = history as [Extract<SagaEvent, { type: 'saga-started' }>];
  const migration = history.findLast((event) => event.type === 'saga-migrated');
  return { definition: start.definition, version: migration?.toVersion ?? start.version };
}

function hasEnded(history: SagaEvent[]): boolean {
  const { type } = history.at(-1)!;
  return type === 'saga-completed' || type === 'saga-compensated';
}
