import { Controller } from '@nestjs/common';
import { compile, diffDefinitions, type Fault, InvalidDefinition, type Plan } from '@saga/definition';
import { Store } from '@saga/store';
import { TriggerListener } from '../definitions/trigger-listener.js';
import { Asked } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { SagaMigrations } from '../migrations/saga-migrations.js';
import { DiffDto, MigrateSagaDto, MigrateSagasDto, SimulateMigrationDto } from './migration.dto.js';
import { Problem } from './problem.js';
import { shownSaga, unknownSaga } from './shown-saga.js';

/** How many running sagas are looked at to say how many could go on by another version. */
const EXAMINED = 1_000;
const NOBODY = { by: 'simulation', reason: 'simulation' };

/** Lets running sagas go on by other versions of their definitions, and tells beforehand what would come of it. */
@Controller('v1')
export class MigrationsController {
  constructor(
    private readonly store: Store,
    private readonly migrations: SagaMigrations,
    private readonly triggers: TriggerListener,
  ) {}

  /** 409 with every reason if it can't be done. A dry run tells what would come of it, and writes nothing. */
  @Operation('MigrateSaga', { post: 'sagas/:id/migrate', role: 'operator' })
  async migrateSaga(@Asked() { id, toVersion, dryRun, ...order }: MigrateSagaDto) {
    const saga = await this.store.queries.find(id);
    if (!saga) throw unknownSaga(id);
    const to = await this.planFor(saga.state.definition, toVersion, 'toVersion');
    if (dryRun) {
      const { refusals, ...simulation } = (await this.migrations.simulateOne(id, to, order))!;
      if (refusals.length > 0) throw refused(id, to, refusals);
      return { dryRun, ...simulation };
    }
    const refusals = (await this.migrations.one(id, to, order))!;
    if (refusals.length > 0) throw refused(id, to, refusals);
    await this.triggers.refresh();
    return shownSaga(this.store, id);
  }

  /** Moves all running sagas of a version that can be moved; the others stay, and the answer says why. */
  @Operation('MigrateSagas', { post: 'definitions/:name/migrate', role: 'operator' })
  async migrateSagas(@Asked() { name, fromVersion, toVersion, dryRun, ...order }: MigrateSagasDto) {
    const from = await this.planFor(name, fromVersion, 'fromVersion');
    const to = await this.planFor(name, toVersion, 'toVersion');
    const { migrations } = this;
    const report = await (dryRun ? migrations.simulateAll(from, to, order) : migrations.all(from, to, order));
    if (report.migrated > 0 && !dryRun) await this.triggers.refresh();
    return { name, fromVersion, toVersion, dryRun, ...report };
  }

  /** What would come of it if all running sagas went on by this definition, version by version. */
  @Operation('SimulateMigration', { post: 'definitions/:name/simulations', role: 'viewer' })
  async simulate(@Asked() { name, definition, steps }: SimulateMigrationDto) {
    const latest = await this.store.definitions.find(name);
    if (!latest) throw unknownDefinition(name);
    const to = compiled(definition, latest.version + 1);
    const versions = [];
    for (const { version } of await this.store.queries.running(name)) {
      const from = await this.planFor(name, version, 'name');
      const report = await this.migrations.simulateAll(from, to, { ...NOBODY, steps });
      versions.push({ fromVersion: version, ...report });
    }
    return { name, versions };
  }

  /** In what two versions differ, and how many sagas of the one could go on by the other. */
  @Operation('DiffVersions', { get: 'definitions/:name/diff', role: 'viewer' })
  async diff(@Asked() { name, from, to }: DiffDto) {
    const [old, now] = [await this.planFor(name, from, 'from'), await this.planFor(name, to, 'to')];
    const running = await this.migrations.simulateAll(old, now, NOBODY, EXAMINED);
    return { name, from, to, differences: diffDefinitions(old.definition, now.definition), running };
  }

  private async planFor(name: string, version: number, field: string): Promise<Plan> {
    const { definitions } = this.store;
    const plan = await definitions.plan(name, version);
    if (plan) return plan;
    const known = await definitions.versions(name);
    if (known.length === 0) throw unknownDefinition(name);
    const message = `there is no version ${version} of "${name}"`;
    const fix = `its versions: ${known.map((each) => each.version).join(', ')}`;
    throw new Problem(422, 'unknown-version', message, [{ field, message, fix }]);
  }
}

function unknownDefinition(name: string): Problem {
  return new Problem(404, 'unknown-definition', `there is no definition "${name}"`);
}

function compiled(definition: object, version: number): Plan {
  try {
    return compile(definition, version);
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    throw faulty(
      422,
      'invalid-definition',
      `the definition has ${error.faults.length} fault(s)`,
      error.faults,
    );
  }
}

function refused(sagaId: string, { version }: Plan, refusals: Fault[]): Problem {
  const detail = `the saga "${sagaId}" can't go on by version ${version}, for ${refusals.length} reason(s)`;
  return faulty(409, 'migration-refused', detail, refusals);
}

function faulty(status: number, code: string, detail: string, faults: Fault[]): Problem {
  const errors = faults.map(({ path, message, fix }) => ({ field: path, message, fix }));
  return new Problem(status, code, detail, errors);
}
