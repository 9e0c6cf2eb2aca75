import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { DeadLetterCause, Start, TraceContext } from '@saga/contracts';
import type { OperatorAct } from '@saga/engine';
import { Store } from '@saga/store';
import { type Moved, SagaService } from '../sagas/saga-service.js';
import { untilSettled } from '../sagas/until-settled.js';
import { pageToken, readPageToken } from './page-token.js';
import { Problem } from './problem.js';
import {
  ApprovalDto,
  ListSagasDto,
  OperatorActDto,
  ShowSagaDto,
  SignalDto,
  StartSagaDto,
} from './saga.dto.js';
import { summaryView } from './saga-view.js';
import { shownSaga, unknownSaga } from './shown-saga.js';

interface Answer {
  status(code: number): Answer;
  location(url: string): Answer;
}

@Controller('v1/sagas')
export class SagasController {
  constructor(
    private readonly store: Store,
    private readonly sagas: SagaService,
  ) {}

  /** 201 when the saga is started, and kept; 200 when its id was started before. */
  @Post()
  async start(
    @Body() { definition, version, id = randomUUID(), input }: StartSagaDto,
    @Headers() { traceparent, tracestate }: TraceContext,
    @Res({ passthrough: true }) answer: Answer,
  ) {
    const trace = { traceparent, tracestate };
    const time = new Date().toISOString();
    const start: Start = {
      kind: 'start',
      id,
      source: 'api',
      sagaId: id,
      definition,
      version,
      input,
      time,
      ...trace,
    };
    const outcome = await this.sagas.start(start);
    if (outcome !== 'done' && outcome.code !== 'already-started') throw refusal(outcome);
    answer.status(outcome === 'done' ? 201 : 200).location(`/v1/sagas/${encodeURIComponent(id)}`);
    return this.view(id);
  }

  @Get()
  async list(@Query() { state, definition, limit, after }: ListSagasDto) {
    const page = { status: state, definition, limit, ...(after && { after: readPageToken(after) }) };
    const sagas = await this.store.queries.list(page);
    const last = sagas.length === limit ? sagas.at(-1) : undefined;
    return { sagas: sagas.map(summaryView), next: last ? pageToken(last) : null };
  }

  /** How many sagas there are in each state. */
  @Get('counts')
  counts() {
    return this.store.queries.countByStatus();
  }

  /** With `wait`, answers when the saga has ended or needs a person, or when so many seconds are over. */
  @Get(':id')
  async show(@Param('id') id: string, @Query() { wait }: ShowSagaDto) {
    await untilSettled(this.store.queries, id, wait * 1_000);
    return this.view(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  retry(@Param('id') id: string, @Body() decision: OperatorActDto) {
    return this.act(id, 'retry', decision);
  }

  @Post(':id/skip')
  @HttpCode(200)
  skip(@Param('id') id: string, @Body() decision: OperatorActDto) {
    return this.act(id, 'skip', decision);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@Param('id') id: string, @Body() decision: OperatorActDto) {
    return this.act(id, 'cancel', decision);
  }

  /** For the step that waits for such a signal, or the one that will. */
  @Post(':id/signals')
  @HttpCode(200)
  async signal(@Param('id') id: string, @Body() { name, data }: SignalDto) {
    return this.afterwards(id, await this.sagas.signal(id, name, data));
  }

  @Post(':id/approve')
  @HttpCode(200)
  async approve(@Param('id') id: string, @Body() answer: ApprovalDto) {
    return this.afterwards(id, await this.sagas.answer(id, { ...answer, approved: true }));
  }

  @Post(':id/reject')
  @HttpCode(200)
  async reject(@Param('id') id: string, @Body() answer: ApprovalDto) {
    return this.afterwards(id, await this.sagas.answer(id, { ...answer, approved: false }));
  }

  private async act(id: string, act: OperatorAct, { by, reason }: OperatorActDto) {
    return this.afterwards(id, await this.sagas.act(id, act, by, reason));
  }

  /** The saga as it is when something was done to it, or why it could not be. */
  private afterwards(id: string, outcome: Moved | null) {
    if (!outcome) throw unknownSaga(id);
    if (outcome !== 'done') throw refusal(outcome);
    return this.view(id);
  }

  private view(id: string) {
    return shownSaga(this.store, id);
  }
}

function refusal({ code, message, field, fix }: DeadLetterCause): Problem {
  const status = code === 'unknown-definition' ? 422 : 409;
  return new Problem(status, code, message, field === undefined ? undefined : [{ field, message, fix }]);
}
