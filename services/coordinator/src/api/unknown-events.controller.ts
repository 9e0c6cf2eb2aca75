import { Controller } from '@nestjs/common';
import { Store } from '@saga/store';
import { Asked } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { ListUnknownEventsDto } from './unknown-events.dto.js';

/** Events on topics that definitions name, which belong to no definition or to no saga. */
@Controller('v1')
export class UnknownEventsController {
  constructor(private readonly store: Store) {}

  /** Their types with counts and a sample each, those that were seen last first. */
  @Operation('ListUnknownEvents', { get: 'unknown-events', role: 'viewer' })
  async list(@Asked() { limit }: ListUnknownEventsDto) {
    return { unknownEvents: await this.store.unknownEvents(limit) };
  }
}
