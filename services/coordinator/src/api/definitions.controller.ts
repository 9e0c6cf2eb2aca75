import { Controller } from '@nestjs/common';
import { InvalidDefinition, parseDefinition } from '@saga/definition';
import { type RegisteredDefinition, Store } from '@saga/store';
import { TriggerListener } from '../definitions/trigger-listener.js';
import { Answered, Asked, type HttpAnswer } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { RegisterDefinitionDto, ShowDefinitionDto } from './definition.dto.js';
import { Problem } from './problem.js';
import { storable } from './storable.js';

@Controller('v1')
export class DefinitionsController {
  constructor(
    private readonly store: Store,
    private readonly triggers: TriggerListener,
  ) {}

  /** Takes YAML (application/yaml) or JSON. 201 for a new version, 200 when it is the latest one already. */
  @Operation('RegisterDefinition', { post: 'definitions', role: 'admin', body: 'definition', creates: true })
  async register(@Asked() { definition }: RegisterDefinitionDto, @Answered() answer: HttpAnswer) {
    try {
      const written = typeof definition === 'string' ? parseDefinition(definition) : definition;
      const registered = await this.store.definitions.register(storable(written, 'body'));
      await this.triggers.refresh();
      answer.status(registered.created ? 201 : 200);
      return definitionView(registered);
    } catch (error) {
      if (!(error instanceof InvalidDefinition)) throw error;
      const errors = error.faults.map(({ path, message, fix }) => ({ field: path, message, fix }));
      throw new Problem(422, 'invalid-definition', `the definition has ${errors.length} fault(s)`, errors);
    }
  }

  /** The latest version of each, which versions new sagas start with, and how many sagas have not ended. */
  @Operation('ListDefinitions', { get: 'definitions', role: 'viewer' })
  async list() {
    const { definitions, rollouts, queries } = this.store;
    const [latest, all, running] = await Promise.all([
      definitions.latest(),
      rollouts.all(),
      queries.countRunning(),
    ]);
    const rolloutOf = new Map(all.map((rollout) => [rollout.name, rollout]));
    return {
      definitions: latest.map((definition) => {
        const { stable = null, canary = null, active = true } = rolloutOf.get(definition.name) ?? {};
        const sagas = running.get(definition.name) ?? 0;
        return { ...definitionView(definition), stable, canary, active, running: sagas };
      }),
    };
  }

  @Operation('GetDefinition', { get: 'definitions/:name', role: 'viewer' })
  async show(@Asked() { name, version }: ShowDefinitionDto) {
    const found = await this.store.definitions.find(name, version);
    const which = version === undefined ? '' : ` version ${version}`;
    if (!found) throw new Problem(404, 'unknown-definition', `there is no definition "${name}"${which}`);
    return definitionView(found);
  }
}

function definitionView({ name, version, definition, createdAt }: RegisteredDefinition) {
  return { name, version, createdAt, definition };
}
