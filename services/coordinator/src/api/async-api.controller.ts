import { Controller, Inject } from '@nestjs/common';
import { asyncApi, type Topics } from '@saga/contracts';
import { conversationOf } from '@saga/definition';
import { Store } from '@saga/store';
import { Operation } from '../operations/operation.js';

/** Under which the topics are injected. */
export const TOPICS = Symbol('topics');

@Controller('v1')
export class AsyncApiController {
  constructor(
    private readonly store: Store,
    @Inject(TOPICS) private readonly topics: Topics,
  ) {}

  /** What is said on Kafka, as AsyncAPI: the messages of all versions of definitions that sagas run or will. */
  @Operation('GetAsyncApi', {
    get: 'asyncapi.json',
    role: 'viewer',
    type: 'application/vnd.aai.asyncapi+json;version=3.0.0',
  })
  async document() {
    const plans = await this.store.definitions.current();
    return asyncApi({ topics: this.topics, conversations: plans.map(conversationOf) });
  }
}
