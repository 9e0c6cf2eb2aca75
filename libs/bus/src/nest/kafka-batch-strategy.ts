import { Server, Transport, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Batch, Bus, ConsumeOptions, Subscription } from '../bus.js';

export interface KafkaBatchStrategyOptions extends Omit<ConsumeOptions, 'topics' | 'onBatch'> {
  bus: Bus;
  /** Goes before the handlers' patterns to make the names of their topics. Default none. */
  topicPrefix?: string;
}

/**
 * A Nest transport that hands whole batches to controllers: `@EventPattern('<topic>')` marks the handler of a topic
 * and its payload is the `Batch`. When the handler returns, the batch is committed; when it throws, the partition
 * pauses and the batch comes again. The bus stays open after `close`: whoever made it closes it.
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  /** Handlers that are for another transport by name are not for this one. */
  override readonly transportId = Transport.KAFKA;
  /** Failures go to the bus, which reports them. */
  override readonly propagatesEventHandlerErrors = true;
  private subscription: Subscription | undefined;

  constructor(private readonly options: KafkaBatchStrategyOptions) {
    super();
  }

  /** Creates the topics of all handlers and joins the group. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const { bus, topicPrefix = '', ...consumption } = this.options;
      const topics = [...this.messageHandlers.keys()].map((pattern) => topicPrefix + pattern);
      this.subscription = await bus.consume({
        ...consumption,
        topics,
        onBatch: (batch) => this.handle(batch),
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Finishes the batches in hand, commits them and leaves the group. */
  async close(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = undefined;
  }

  /** @throws Error always: a batch transport has no events of its own */
  on(event: string): never {
    throw new Error(`KafkaBatchStrategy has no event "${event}": use the log of the bus`);
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }

  private async handle(batch: Batch): Promise<void> {
    const pattern = batch.topic.slice(this.options.topicPrefix?.length ?? 0);
    const result: unknown = await this.getHandlerByPattern(pattern)!(batch);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}
