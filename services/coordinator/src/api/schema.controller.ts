import { Controller, Get, Header } from '@nestjs/common';
import { sagaDefinitionSchema } from '@saga/definition';

@Controller('v1/schema')
export class SchemaController {
  /** The JSON Schema of the definitions that this coordinator takes: editors complete and check by it. */
  @Get('saga-definition')
  @Header('content-type', 'application/schema+json')
  sagaDefinition() {
    return sagaDefinitionSchema;
  }
}
