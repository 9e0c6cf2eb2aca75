import { Controller, Get, Query } from '@nestjs/common';
import { Store } from '@saga/store';
import { ListUnknownEventsDto } from './unknown-events.dto.js';

/** Events on topics that definitions name, which belong to no definition or to no saga. */
@Controller('v1/unknown-events')
export class UnknownEventsController {
  constructor(private readonly store: Store) {}

  /** Their types with counts and a sample each, those that were seen last first. */
  @Get()
  async list(@Query() { limit }: ListUnknownEventsDto) {
    return { unknownEvents: await this.store.unknownEvents(limit) };
  }
}
