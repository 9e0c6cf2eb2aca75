import { Controller } from '@nestjs/common';
import { type Rollout, RolloutRefused, Store } from '@saga/store';
import { TriggerListener } from '../definitions/trigger-listener.js';
import { Asked } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { CanaryDto, DefinitionActDto, DefinitionDto, RollBackDto } from './definition.dto.js';
import { versionsView } from './definition-versions-view.js';
import { Problem } from './problem.js';

/** How many decisions about a definition are shown. */
const CHANGES = 50;
const STATUS = { 'unknown-definition': 404, 'unknown-version': 422, 'canary-is-stable': 409 } as const;

/** Which versions of a definition new sagas start with, and where the sagas of each are. */
@Controller('v1')
export class DefinitionRolloutsController {
  constructor(
    private readonly store: Store,
    private readonly triggers: TriggerListener,
  ) {}

  /** All versions, the latest first, with the sagas of each that have not ended, and the last decisions. */
  @Operation('ListVersions', { get: 'definitions/:name/versions', role: 'viewer' })
  async versions(@Asked() { name }: DefinitionDto) {
    const { definitions, rollouts, queries } = this.store;
    const [rollout, versions, running, changes] = await Promise.all([
      rollouts.find(name),
      definitions.versions(name),
      queries.running(name),
      rollouts.history(name, CHANGES),
    ]);
    if (!rollout) throw new Problem(404, 'unknown-definition', `there is no definition "${name}"`);
    return versionsView(rollout, versions, running, changes);
  }

  /** No saga of it starts any more; those that run go on. */
  @Operation('DeactivateDefinition', { post: 'definitions/:name/deactivate', role: 'admin' })
  deactivate(@Asked() { name, ...decision }: DefinitionActDto) {
    return this.changed(this.store.rollouts.deactivate(name, decision));
  }

  @Operation('ActivateDefinition', { post: 'definitions/:name/activate', role: 'admin' })
  activate(@Asked() { name, ...decision }: DefinitionActDto) {
    return this.changed(this.store.rollouts.activate(name, decision));
  }

  @Operation('RollBackDefinition', { post: 'definitions/:name/rollback', role: 'admin' })
  rollBack(@Asked() { name, version = null, ...decision }: RollBackDto) {
    return this.changed(this.store.rollouts.rollBack(name, version, decision));
  }

  @Operation('SetCanary', { post: 'definitions/:name/canary', role: 'admin' })
  canary(@Asked() { name, version, percent, ...decision }: CanaryDto) {
    return this.changed(this.store.rollouts.canary(name, version, percent, decision));
  }

  /** Events start sagas as it was decided from the answer on; with other coordinators, within two seconds. */
  private async changed(change: Promise<Rollout>): Promise<Rollout> {
    try {
      const rollout = await change;
      await this.triggers.refresh();
      return rollout;
    } catch (error) {
      if (!(error instanceof RolloutRefused)) throw error;
      const { code, message, field, fix } = error;
      throw new Problem(STATUS[code], code, message, [{ field, message, fix }]);
    }
  }
}
