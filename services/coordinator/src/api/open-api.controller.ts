import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller } from '@nestjs/common';
import { Operation } from '../operations/operation.js';

const DOCUMENT = join(import.meta.dirname, '../../openapi.json');

@Controller('v1')
export class OpenApiController {
  private readonly openApi = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as object;

  @Operation('GetOpenApi', { get: 'openapi.json', role: 'viewer', type: 'application/vnd.oai.openapi+json' })
  document(): object {
    return this.openApi;
  }
}
