import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { InvalidDefinition, parseDefinition } from '@saga/definition';
import { type RegisteredDefinition, Store } from '@saga/store';
import { TriggerListener } from '../definitions/trigger-listener.js';
import { ShowDefinitionDto } from './definition.dto.js';
import { Problem } from './problem.js';
import { storable } from './storable.js';

@Controller('v1/definitions')
export class DefinitionsController {
  constructor(
    private readonly store: Store,
    private readonly triggers: TriggerListener,
  ) {}

  /** Takes YAML (application/yaml) or JSON. 201 for a new version, 200 when it is the latest one already. */
  @Post()
  async register(
    @Body() body: unknown,
    @Res({ passthrough: true }) answer: { status(code: number): unknown },
  ) {
    try {
      const written = typeof body === 'string' ? parseDefinition(body) : body;
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

  @Get()
  async list() {
    return { definitions: (await this.store.definitions.latest()).map(definitionView) };
  }

  /** The latest version, or the one that is asked for. */
  @Get(':name')
  async show(@Param('name') name: string, @Query() { version }: ShowDefinitionDto) {
    const found = await this.store.definitions.find(name, version);
    const which = version === undefined ? '' : ` version ${version}`;
    if (!found) throw new Problem(404, 'unknown-definition', `there is no definition "${name}"${which}`);
    return definitionView(found);
  }
}

function definitionView({ name, version, definition, createdAt }: RegisteredDefinition) {
  return { name, version, createdAt, definition };
}
