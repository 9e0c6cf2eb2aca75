import type { EntityManager } from 'typeorm';
import { lockDefinition } from './definition-repository.js';
import { type Rollout, stableVersion } from './rollout.js';

/** Who decides, and why. */
export interface Decision {
  by: string;
  reason: string;
}

export type RolloutAct = 'activate' | 'deactivate' | 'rollback' | 'canary';

/** A decision as it was made, with what has held since. */
export interface RolloutChange extends Decision, Pick<Rollout, 'stable' | 'canary' | 'active'> {
  act: RolloutAct;
  at: Date;
}

/** Thrown when a rollout can't be changed so; `field` is the part of the request at fault. */
export class RolloutRefused extends Error {
  constructor(
    readonly code: 'unknown-definition' | 'unknown-version' | 'canary-is-stable',
    message: string,
    readonly field: 'name' | 'version',
    readonly fix: string,
  ) {
    super(message);
    this.name = 'RolloutRefused';
  }
}

interface Row {
  stable: number | null;
  canary: number | null;
  canary_percent: number | null;
  active: boolean | null;
}

type RolloutRow = Row & { name: string; latest: number };
type ChangeRow = Row & { act: RolloutAct; changed_at: Date; changed_by: string; reason: string };

const ROLLOUTS = `
SELECT d.name, d.latest, r.stable, r.canary, r.canary_percent, r.active
FROM (SELECT name, max(version) AS latest FROM saga.definitions WHERE $1::text IS NULL OR name = $1 GROUP BY name) d
LEFT JOIN saga.rollouts r ON r.name = d.name ORDER BY d.name`;
const CHANGE = `
WITH change AS (
  INSERT INTO saga.rollout_history (name, act, stable, canary, canary_percent, active, changed_by, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *
)
INSERT INTO saga.rollouts (name, stable, canary, canary_percent, active, changed_at, changed_by, reason)
SELECT name, stable, canary, canary_percent, active, changed_at, changed_by, reason FROM change
ON CONFLICT (name) DO UPDATE
SET stable = excluded.stable, canary = excluded.canary, canary_percent = excluded.canary_percent,
    active = excluded.active, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
    reason = excluded.reason`;
const HISTORY = `
SELECT act, stable, canary, canary_percent, active, changed_at, changed_by, reason
FROM saga.rollout_history WHERE name = $1 ORDER BY id DESC LIMIT $2`;

/** Which versions new sagas start with, and who decided it. */
export class RolloutRepository {
  constructor(private readonly manager: EntityManager) {}

  /** The rollout of a definition; null when there is no such definition. */
  async find(name: string): Promise<Rollout | null> {
    const [row]: RolloutRow[] = await this.manager.query(ROLLOUTS, [name]);
    return row ? rolloutOf(row) : null;
  }

  /** The rollouts of all definitions, by name. */
  async all(): Promise<Rollout[]> {
    const rows: RolloutRow[] = await this.manager.query(ROLLOUTS, [null]);
    return rows.map(rolloutOf);
  }

  /** Lets no more sagas of a definition start; those that run go on. Throws RolloutRefused. */
  deactivate(name: string, decision: Decision): Promise<Rollout> {
    return this.change(name, 'deactivate', decision, (rollout) => ({ ...rollout, active: false }));
  }

  /** Lets sagas of a definition start again. Throws RolloutRefused. */
  activate(name: string, decision: Decision): Promise<Rollout> {
    return this.change(name, 'activate', decision, (rollout) => ({ ...rollout, active: true }));
  }

  /**
   * Lets all new sagas start with this version, whatever is registered later; with null, with whichever is the
   * latest. A canary ends. Throws RolloutRefused when there is no such version.
   */
  rollBack(name: string, version: number | null, decision: Decision): Promise<Rollout> {
    return this.change(name, 'rollback', decision, (rollout) => {
      if (version !== null) checkVersion(rollout, version);
      return { ...rollout, stable: version, canary: null };
    });
  }

  /**
   * Lets so many percent of the new sagas start with this version, the others as before; 0 ends it.
   * Throws RolloutRefused when there is no such version, or when all start with it anyway.
   */
  canary(name: string, version: number, percent: number, decision: Decision): Promise<Rollout> {
    return this.change(name, 'canary', decision, (rollout) => {
      checkVersion(rollout, version);
      if (percent === 0) return { ...rollout, canary: null };
      if (version === stableVersion(rollout)) throw canaryIsStable(rollout, version);
      return { ...rollout, canary: { version, percent } };
    });
  }

  /** The last decisions about a definition, the latest first. */
  async history(name: string, limit: number): Promise<RolloutChange[]> {
    const rows: ChangeRow[] = await this.manager.query(HISTORY, [name, limit]);
    return rows.map((row) => {
      const { act, changed_at: at, changed_by: by, reason } = row;
      return { act, at, by, reason, ...decided(row) };
    });
  }

  private change(
    name: string,
    act: RolloutAct,
    { by, reason }: Decision,
    decide: (rollout: Rollout) => Rollout,
  ): Promise<Rollout> {
    return this.manager.transaction(async (manager) => {
      await lockDefinition(manager, name);
      const before = await new RolloutRepository(manager).find(name);
      if (!before) throw unknownDefinition(name);
      const after = decide(before);
      const { stable, canary, active } = after;
      const columns = [stable, canary?.version ?? null, canary?.percent ?? null, active];
      await manager.query(CHANGE, [name, act, ...columns, by, reason]);
      return after;
    });
  }
}

function rolloutOf(row: RolloutRow): Rollout {
  return { name: row.name, latest: row.latest, ...decided(row) };
}

function decided({ stable, canary, canary_percent: percent, active }: Row) {
  return {
    stable,
    canary: canary === null || percent === null ? null : { version: canary, percent },
    active: active ?? true,
  };
}

function checkVersion({ name, latest }: Rollout, version: number): void {
  if (version >= 1 && version <= latest) return;
  throw new RolloutRefused(
    'unknown-version',
    `there is no version ${version} of "${name}"`,
    'version',
    latest === 1 ? 'version 1 is the only one' : `choose one of the versions 1 to ${latest}`,
  );
}

function canaryIsStable({ name }: Rollout, version: number): RolloutRefused {
  return new RolloutRefused(
    'canary-is-stable',
    `all new sagas of "${name}" start with version ${version} as it is`,
    'version',
    'roll back to the version that the others are to start with, then try again',
  );
}

function unknownDefinition(name: string): RolloutRefused {
  return new RolloutRefused(
    'unknown-definition',
    `there is no definition "${name}"`,
    'name',
    'name one of those that GET /v1/definitions lists',
  );
}
