import 'reflect-metadata';
import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload } from '@nestjs/microservices';
import { eventually, gate } from '../bus-contract.js';
import type { Batch } from '../bus.js';
import { createInMemoryBus } from '../in-memory-bus.js';
import { KafkaBatchStrategy } from './kafka-batch-strategy.js';

const replies: string[] = [];
const starts: string[] = [];
let failuresLeft = 0;
let onStart: () => Promise<void> = async () => undefined;

@Controller()
class SagaController {
  @EventPattern('saga.reply')
  onReplies(@Payload() batch: Batch): void {
    if (failuresLeft-- > 0) throw new Error('the database is away');
    replies.push(...batch.messages.map(({ value }) => String(value)));
  }

  @EventPattern('saga.start')
  async onStarts(@Payload() batch: Batch): Promise<void> {
    await onStart();
    starts.push(...batch.messages.map(({ value }) => String(value)));
  }
}

@Module({ controllers: [SagaController] })
class SagaModule {}

describe('KafkaBatchStrategy', () => {
  const bus = createInMemoryBus({ partitions: 1, backoff: () => 5 });
  const message = (topic: string, value: string) => ({ topic, key: 'saga-1', headers: {}, value });
  let app: INestMicroservice;

  beforeEach(async () => {
    replies.length = starts.length = 0;
    const strategy = new KafkaBatchStrategy({ bus, group: 'coordinator' });
    app = await NestFactory.createMicroservice(SagaModule, { strategy, logger: false });
    await app.listen();
  });
  afterEach(() => app.close());
  afterAll(() => bus.close());

  it('hands each topic to its own handler, a batch a call', async () => {
    await bus.publish([
      message('saga.reply', 'r1'),
      message('saga.start', 's1'),
      message('saga.reply', 'r2'),
    ]);
    await eventually(() => replies.length === 2 && starts.length === 1);
    expect({ replies, starts }).toEqual({ replies: ['r1', 'r2'], starts: ['s1'] });
  });

  it('gets the batch again when the handler throws', async () => {
    failuresLeft = 2;
    await bus.publish([message('saga.reply', 'r3')]);
    await eventually(() => replies.length > 0);
    expect(failuresLeft).toBe(-1);
    expect(replies).toEqual(['r3']);
  });

  it('finishes the batch in hand when it is closed', async () => {
    const begun = gate();
    const release = gate();
    onStart = async () => {
      begun.open();
      await release.opened;
    };
    await bus.publish([message('saga.start', 's2')]);
    await begun.opened;
    const closed = app.close();
    release.open();
    await closed;
    expect(starts).toEqual(['s2']);
  });

  it('fails to listen with what the bus has against it', async () => {
    const strategy = new KafkaBatchStrategy({ bus, group: '' });
    const nameless = await NestFactory.createMicroservice(SagaModule, { strategy, logger: false });
    await expect(nameless.listen()).rejects.toThrow('group is empty');
  });
});
