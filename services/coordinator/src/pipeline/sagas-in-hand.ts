import type { DeadLetterCause, Start, Undo } from '@saga/contracts';
import type { Plan } from '@saga/definition';
import {
  type DefinitionRepository,
  type Rollout,
  type SagaChange,
  type SagaRecord,
  type StoredTrace,
  type StoreTransaction,
  versionFor,
} from '@saga/store';
import { inactiveDefinition, unknownDefinition } from './causes.js';
import { SagaInHand } from './saga-in-hand.js';

/** The sagas that one transaction works on. */
export class SagasInHand {
  private readonly rollouts = new Map<string, Rollout | null>();
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
   * The saga that a start, or an undoing, is about: the one that has its id, or a new one; or why there is none.
   * A saga that is to be undone does nothing, so it may begin where none starts any more.
   */
  async startable(asked: Start | Undo, trace: StoredTrace | null): Promise<SagaInHand | DeadLetterCause> {
    const { kind, sagaId, definition } = asked;
    const existing = this.sagas.get(sagaId);
    if (existing) return existing;
    const rollout = await this.rolloutOf(definition);
    if (!rollout) return unknownDefinition(asked);
    if (kind === 'start' && !rollout.active) return inactiveDefinition(definition);
    const { version = versionFor(rollout, sagaId) } = asked;
    const plan = version <= rollout.latest && (await this.tx.definitions.plan(definition, version));
    if (!plan) return unknownDefinition(asked);
    const saga = new SagaInHand(plan, null, trace);
    this.sagas.set(sagaId, saga);
    return saga;
  }

  /** What is to be written at `at`, in milliseconds since the epoch. */
  changes(at: number): SagaChange[] {
    return [...this.sagas.values()].flatMap((saga) => saga.change(at) ?? []);
  }

  /** It is asked once a transaction. */
  private async rolloutOf(definition: string): Promise<Rollout | null> {
    const known = this.rollouts.get(definition);
    if (known !== undefined) return known;
    const rollout = await this.tx.rollouts.find(definition);
    this.rollouts.set(definition, rollout);
    return rollout;
  }
}

async function planOf(definitions: DefinitionRepository, { state }: SagaRecord): Promise<Plan> {
  const plan = await definitions.plan(state.definition, state.version);
  if (!plan)
    throw new Error(`saga ${state.id} runs ${state.definition}@${state.version}, which is not registered`);
  return plan;
}
