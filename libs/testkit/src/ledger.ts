import type { Command } from '@saga/contracts';

/** What the participants have really done and not undone, whatever the sagas have heard of it. */
export class Ledger {
  private readonly effects = new Map<string, Set<string>>();

  /** Notes that a command has had its effect. */
  note({ sagaId, step, direction }: Command): void {
    const ofSaga = this.effects.get(sagaId) ?? new Set();
    this.effects.set(sagaId, ofSaga);
    if (direction === 'do') ofSaga.add(step);
    else ofSaga.delete(step);
  }

  /** The steps of a saga whose effect stands. */
  standing(sagaId: string): ReadonlySet<string> {
    return this.effects.get(sagaId) ?? new Set();
  }
}
