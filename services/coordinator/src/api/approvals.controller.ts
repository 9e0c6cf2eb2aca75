import { Controller } from '@nestjs/common';
import { Store } from '@saga/store';
import { Asked } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { ListApprovalsDto } from './saga.dto.js';
import { approvalView } from './saga-view.js';

/** What sagas ask people. An answer goes to the saga: `POST /v1/sagas/:id/approve` or `reject`. */
@Controller('v1')
export class ApprovalsController {
  constructor(private readonly store: Store) {}

  /** The open questions of all sagas, the oldest first. */
  @Operation('ListApprovals', { get: 'approvals', role: 'viewer' })
  async list(@Asked() { limit }: ListApprovalsDto) {
    return { approvals: (await this.store.queries.openApprovals(limit)).map(approvalView) };
  }
}
