import { Controller, Get, Query } from '@nestjs/common';
import { Store } from '@saga/store';
import { ListApprovalsDto } from './saga.dto.js';
import { approvalView } from './saga-view.js';

/** What sagas ask people. An answer goes to the saga: `POST /v1/sagas/:id/approve` or `reject`. */
@Controller('v1/approvals')
export class ApprovalsController {
  constructor(private readonly store: Store) {}

  /** The open questions of all sagas, the oldest first. */
  @Get()
  async list(@Query() { limit }: ListApprovalsDto) {
    return { approvals: (await this.store.queries.openApprovals(limit)).map(approvalView) };
  }
}
