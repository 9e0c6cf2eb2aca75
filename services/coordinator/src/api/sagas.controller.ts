import { randomUUID } from 'node:crypto';
import { Controller } from '@nestjs/common';
import type { DeadLetterCause, Start, TraceContext } from '@saga/contracts';
import type { OperatorAct } from '@saga/engine';
import { Store } from '@saga/store';
import { Answered, Asked, CallersTrace, type HttpAnswer } from '../operations/asked.js';
import { Operation } from '../operations/operation.js';
import { type Moved, SagaService } from '../sagas/saga-service.js';
import { untilSettled } from '../sagas/until-settled.js';
import { pageToken, readPageToken } from './page-token.js';
import { type Problem, refused } from './problem.js';
import {
  AnswerSagaDto,
  ListSagasDto,
  SagaActDto,
  ShowSagaDto,
  SignalSagaDto,
  StartSagaDto,
} from './saga.dto.js';
import { summaryView } from './saga-view.js';
import { shownSaga, unknownSaga } from './shown-saga.js';

@Controller('v1')
export class SagasController {
  constructor(
    private readonly store: Store,
    private readonly sagas: SagaService,
  ) {}

  /** 201 when the saga is started, and kept; 200 when its id was started before. */
  @Operation('StartSaga', { post: 'sagas', role: 'operator', creates: true })
  async start(
    @Asked() { definition, version, id = randomUUID(), input }: StartSagaDto,
    @CallersTrace() trace: TraceContext,
    @Answered() answer: HttpAnswer,
  ) {
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

  @Operation('ListSagas', { get: 'sagas', role: 'viewer' })
  async list(@Asked() { state, definition, limit, after }: ListSagasDto) {
    const page = { status: state, definition, limit, ...(after && { after: readPageToken(after) }) };
    const sagas = await this.store.queries.list(page);
    const last = sagas.length === limit ? sagas.at(-1) : undefined;
    return { sagas: sagas.map(summaryView), next: last ? pageToken(last) : null };
  }

  @Operation('CountSagas', { get: 'sagas/counts', role: 'viewer' })
  counts() {
    return this.store.queries.countByStatus();
  }

  @Operation('GetSaga', { get: 'sagas/:id', role: 'viewer' })
  async show(@Asked() { id, wait }: ShowSagaDto) {
    await untilSettled(this.store.queries, id, wait * 1_000);
    return this.view(id);
  }

  @Operation('RetrySaga', { post: 'sagas/:id/retry', role: 'operator' })
  retry(@Asked() decision: SagaActDto) {
    return this.act('retry', decision);
  }

  @Operation('SkipSaga', { post: 'sagas/:id/skip', role: 'operator' })
  skip(@Asked() decision: SagaActDto) {
    return this.act('skip', decision);
  }

  @Operation('CancelSaga', { post: 'sagas/:id/cancel', role: 'operator' })
  cancel(@Asked() decision: SagaActDto) {
    return this.act('cancel', decision);
  }

  @Operation('SignalSaga', { post: 'sagas/:id/signals', role: 'operator' })
  async signal(@Asked() { id, name, data }: SignalSagaDto) {
    return this.afterwards(id, await this.sagas.signal(id, name, data));
  }

  @Operation('ApproveSaga', { post: 'sagas/:id/approve', role: 'operator' })
  async approve(@Asked() { id, ...answer }: AnswerSagaDto) {
    return this.afterwards(id, await this.sagas.answer(id, { ...answer, approved: true }));
  }

  @Operation('RejectSaga', { post: 'sagas/:id/reject', role: 'operator' })
  async reject(@Asked() { id, ...answer }: AnswerSagaDto) {
    return this.afterwards(id, await this.sagas.answer(id, { ...answer, approved: false }));
  }

  private async act(act: OperatorAct, { id, by, reason }: SagaActDto) {
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

function refusal(cause: DeadLetterCause): Problem {
  return refused(cause.code === 'unknown-definition' ? 422 : 409, cause);
}
