import { createHash } from 'node:crypto';
import { canonical, compile, type Plan, type SagaDefinition } from '@saga/definition';
import type { EntityManager } from 'typeorm';
import { UNFINISHED } from './saga-status.js';

/** A registered version of a definition. */
export interface RegisteredDefinition {
  name: string;
  version: number;
  definition: SagaDefinition;
  createdAt: Date;
}

/** A version of a definition, without what it says. */
export type DefinitionVersion = Pick<RegisteredDefinition, 'version' | 'createdAt'>;

interface Row {
  name: string;
  version: number;
  body: SagaDefinition;
  created_at: Date;
}

const LATEST = `SELECT name, version, body, created_at, hash FROM saga.definitions WHERE name = $1 ORDER BY version DESC LIMIT 1`;
const INSERT = `INSERT INTO saga.definitions (name, version, body, hash) VALUES ($1, $2, $3, $4) RETURNING created_at`;
const EXACT = `SELECT name, version, body, created_at FROM saga.definitions WHERE name = $1 AND version = $2`;
const VERSIONS = `SELECT version, created_at AS "createdAt" FROM saga.definitions WHERE name = $1 ORDER BY version DESC`;
const ALL_LATEST = `SELECT DISTINCT ON (name) name, version, body, created_at FROM saga.definitions ORDER BY name, version DESC`;

const TRIGGERS = `
SELECT name, t->>'topic' AS topic, t->>'event' AS event, min(created_at) AS since
FROM saga.definitions, jsonb_array_elements(body->'startOn') t GROUP BY 1, 2, 3`;

/** Events that steps wait for, or observe, have a topic and what must match, however deep they lie. */
const WAIT_AGES = `
SELECT name, e->>'topic' AS topic, e->>'type' AS event, min(created_at) AS since
FROM saga.definitions, jsonb_path_query(body, '$.** ? (exists(@.match) && exists(@.topic))') e GROUP BY 1, 2, 3`;

/** Those that new sagas start with, and those that sagas run, if anything in them is as the JSON path says. */
const IN_USE = `
SELECT d.name, d.version FROM saga.definitions d LEFT JOIN saga.rollouts r ON r.name = d.name
WHERE jsonb_path_exists(d.body, $1::jsonpath) AND (
  d.version = coalesce(r.stable, (SELECT max(version) FROM saga.definitions latest WHERE latest.name = d.name))
  OR d.version = r.canary
  OR EXISTS (
    SELECT FROM saga.sagas s WHERE s.definition = d.name AND s.version = d.version
      AND s.${UNFINISHED}))
ORDER BY d.name, d.version`;

/** Since when a definition has waited for events of a type on a topic, in whichever version it first did. */
export interface TriggerAge {
  name: string;
  topic: string;
  event: string;
  since: Date;
}

/** The definitions, versioned and never changed. Compiled plans are cached: a version stays what it is. */
export class DefinitionRepository {
  constructor(
    private readonly manager: EntityManager,
    private readonly plans = new Map<string, Plan>(),
  ) {}

  /** The same definitions and plans, read on a transaction's own connection: it must not wait for a second one. */
  within(manager: EntityManager): DefinitionRepository {
    return new DefinitionRepository(manager, this.plans);
  }

  /**
   * Registers a definition that `compile` accepts, as a new version if it differs from the latest one.
   * Throws InvalidDefinition with all its faults.
   */
  async register(value: unknown): Promise<RegisteredDefinition & { created: boolean }> {
    const { definition } = compile(value, 1);
    const hash = createHash('sha256').update(canonical(definition)).digest('hex');
    return this.manager.transaction(async (manager) => {
      await lockDefinition(manager, definition.name);
      const [latest]: (Row & { hash: string })[] = await manager.query(LATEST, [definition.name]);
      if (latest?.hash === hash) return { ...registered(latest), created: false };
      const version = (latest?.version ?? 0) + 1;
      const [row] = await manager.query(INSERT, [definition.name, version, JSON.stringify(definition), hash]);
      return { name: definition.name, version, definition, createdAt: row.created_at, created: true };
    });
  }

  /** The plan of a version; null when there is none. Which version a new saga starts with, its rollout says. */
  async plan(name: string, version: number): Promise<Plan | null> {
    const key = `${name}@${version}`;
    const cached = this.plans.get(key);
    if (cached) return cached;
    const found = await this.find(name, version);
    if (!found) return null;
    const plan = compile(found.definition, version);
    this.plans.set(key, plan);
    return plan;
  }

  /** A version as it was registered, or the latest one; null when there is none. */
  async find(name: string, version?: number): Promise<RegisteredDefinition | null> {
    const [row]: Row[] =
      version === undefined
        ? await this.manager.query(LATEST, [name])
        : await this.manager.query(EXACT, [name, version]);
    return row ? registered(row) : null;
  }

  /** Since when each definition has waited for each kind of event. */
  async triggerAges(): Promise<TriggerAge[]> {
    return this.manager.query(TRIGGERS);
  }

  /** Since when each definition has had a step that waits for each kind of event. */
  async waitAges(): Promise<TriggerAge[]> {
    return this.manager.query(WAIT_AGES);
  }

  /** The plans of all versions that sagas run or will. */
  current(): Promise<Plan[]> {
    return this.inUse('$');
  }

  /** The plans with steps that wait for events, of all versions that sagas run or will. */
  waiting(): Promise<Plan[]> {
    return this.inUse('$.** ? (exists(@.match) && exists(@.topic))');
  }

  /** The plans with steps whose clocks may stop, of all versions that sagas run or will. */
  withStoppingClocks(): Promise<Plan[]> {
    return this.inUse('$.**.clock ? (@ == "while-consuming")');
  }

  /** The latest version of every definition. */
  async latest(): Promise<RegisteredDefinition[]> {
    const rows: Row[] = await this.manager.query(ALL_LATEST);
    return rows.map(registered);
  }

  /** All versions of a definition, the latest first. */
  async versions(name: string): Promise<DefinitionVersion[]> {
    return this.manager.query(VERSIONS, [name]);
  }

  private async inUse(path: string): Promise<Plan[]> {
    const versions: { name: string; version: number }[] = await this.manager.query(IN_USE, [path]);
    const plans = await Promise.all(versions.map(({ name, version }) => this.plan(name, version)));
    return plans.filter((plan) => plan !== null);
  }
}

/** Until the end of its transaction nobody else changes what holds of a definition. */
export async function lockDefinition(manager: EntityManager, name: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, [`definition:${name}`]);
}

function registered({ name, version, body, created_at }: Row): RegisteredDefinition {
  return { name, version, definition: body, createdAt: created_at };
}
