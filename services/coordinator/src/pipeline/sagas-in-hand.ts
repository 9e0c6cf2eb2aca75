import type { Start } from '@saga/contracts';
import type { Plan } from '@saga/definition';
import type {
  DefinitionRepository,
  SagaChange,
  SagaRecord,
  StoredTrace,
  StoreTransaction,
} from '@saga/store';
import { SagaInHand } from './saga-in-hand.js';

/** The sagas that one transaction works on. */
export class SagasInHand {
  private readonly plans = new Map<string, Plan | null>();
  private readonly sagas = new Map<string, SagaInHand>();

  private constructor(private readonly tx: StoreTransaction) {}

  static async load(tx: StoreTransaction, ids: string[]): Promise<SagasInHand> {
    const hand = new SagasInHand(tx);
    await hand.include(ids);
    return hand;
  }

  /** Loads those of these sagas that are there and not in hand yet. */
  async include(ids: string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.sagas.has(id));
    if (missing.length === 0) return;
    for (const [id, record] of await this.tx.load(missing))
      this.sagas.set(id, new SagaInHand(await planOf(this.tx.definitions, record), record, null));
  }

  get(id: string): SagaInHand | undefined {
    return this.sagas.get(id);
  }

  /**
   * The saga that a start, or an undoing, is about: the one that has its id, or a new one; undefined if its
   * definition is unknown.
   */
  async startable(
    { sagaId, definition, version }: Pick<Start, 'sagaId' | 'definition' | 'version'>,
    trace: StoredTrace | null,
  ): Promise<SagaInHand | undefined> {
    const existing = this.sagas.get(sagaId);
    if (existing) return existing;
    const plan = await this.planFor(definition, version);
    if (!plan) return undefined;
    const saga = new SagaInHand(plan, null, trace);
    this.sagas.set(sagaId, saga);
    return saga;
  }

  /** What is to be written at `at`, in milliseconds since the epoch. */
  changes(at: number): SagaChange[] {
    return [...this.sagas.values()].flatMap((saga) => saga.change(at) ?? []);
  }

  /** Which version is the latest is asked once a transaction. */
  private async planFor(name: string, version: number | undefined): Promise<Plan | null> {
    const key = `${name}@${version ?? 'latest'}`;
    if (!this.plans.has(key)) this.plans.set(key, await this.tx.definitions.plan(name, version));
    return this.plans.get(key)!;
  }
}

async function planOf(definitions: DefinitionRepository, { state }: SagaRecord): Promise<Plan> {
  const plan = await definitions.plan(state.definition, state.version);
  if (!plan)
    throw new Error(`saga ${state.id} runs ${state.definition}@${state.version}, which is not registered`);
  return plan;
}
