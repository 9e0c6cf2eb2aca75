import { Controller } from '@nestjs/common';
import { sagaDefinitionSchema } from '@saga/definition';
import { Operation } from '../operations/operation.js';

@Controller('v1')
export class SchemaController {
  /** The JSON Schema of the definitions that this coordinator takes: editors complete and check by it. */
  @Operation('GetDefinitionSchema', {
    get: 'schema/saga-definition',
    role: 'viewer',
    type: 'application/schema+json',
  })
  sagaDefinition() {
    return sagaDefinitionSchema;
  }
}
