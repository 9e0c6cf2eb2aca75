import type { Fault } from '@saga/definition';

/** A reason that several sagas share; the elements and rounds of loops are one place, as in `packages[].book`. */
export interface SharedReason extends Fault {
  sagas: number;
  /** The ids of some of them. */
  examples: string[];
}

/** What came, or would come, of moving sagas to another version. */
export interface MigrationReport {
  /** How many have not ended. */
  sagas: number;
  /** How many of them were looked at. */
  examined: number;
  migrated: number;
  /** Why others were not, the most frequent reason first; a saga may have several. */
  refusals: SharedReason[];
  /** What would go wrong after the migration, as far as it was simulated. */
  problems: SharedReason[];
}

const EXAMPLES = 10;

/** Counts what comes of one saga after the other. */
export class MigrationTally {
  private examined = 0;
  private migrated = 0;
  private readonly refusals = new Map<string, SharedReason>();
  private readonly problems = new Map<string, SharedReason>();

  constructor(private readonly sagas: number) {}

  add(sagaId: string, { refusals, problems }: { refusals: Fault[]; problems: Fault[] }): void {
    this.examined++;
    if (refusals.length === 0) this.migrated++;
    for (const fault of refusals) count(this.refusals, sagaId, fault);
    for (const fault of problems) count(this.problems, sagaId, fault);
  }

  report(): MigrationReport {
    const { sagas, examined, migrated } = this;
    return { sagas, examined, migrated, refusals: ranked(this.refusals), problems: ranked(this.problems) };
  }
}

function count(reasons: Map<string, SharedReason>, sagaId: string, fault: Fault): void {
  const shared = {
    path: placeless(fault.path),
    message: placeless(fault.message),
    fix: placeless(fault.fix),
  };
  const key = JSON.stringify(shared);
  const reason = reasons.get(key) ?? { ...shared, sagas: 0, examples: [] };
  reasons.set(key, reason);
  // A saga with many elements may have the same reason for each of them.
  if (reason.examples.at(-1) === sagaId) return;
  reason.sagas++;
  if (reason.examples.length < EXAMPLES) reason.examples.push(sagaId);
}

function placeless(text: string): string {
  return text.replace(/\[\d+\]/g, '[]');
}

function ranked(reasons: Map<string, SharedReason>): SharedReason[] {
  return [...reasons.values()].sort((a, b) => b.sagas - a.sagas);
}
