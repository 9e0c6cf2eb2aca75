import { Controller } from '@nestjs/common';
import { Store } from '@saga/store';
import { Asked } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { ListLocksDto } from './lock.dto.js';
import { lockView } from './lock-view.js';

@Controller('v1')
export class LocksController {
  constructor(private readonly store: Store) {}

  /** The keys that sagas hold, in the order of the keys, and who stands in line for them. */
  @Operation('ListLocks', { get: 'locks', role: 'viewer' })
  async list(@Asked() page: ListLocksDto) {
    const locks = await this.store.heldLocks(page);
    return { locks: locks.map(lockView), next: locks.length === page.limit ? locks.at(-1)!.key : null };
  }
}
