import type { IncomingMessage } from './bus.js';

/** The messages of one partition, oldest first, the oldest of them trimmed away in time. */
export class InMemoryLog {
  private messages: IncomingMessage[] = [];
  private base = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
  ) {}

  get start(): number {
    return this.base;
  }

  get end(): number {
    return this.base + this.messages.length;
  }

  append(message: Pick<IncomingMessage, 'key' | 'headers' | 'value' | 'timestamp'>): void {
    const { topic, partition, end } = this;
    this.messages.push({ topic, partition, offset: String(end), ...message });
  }

  read(from: number, limit: number): IncomingMessage[] {
    const index = Math.max(0, from - this.base);
    return this.messages.slice(index, index + limit);
  }

  trimBefore(offset: number): void {
    const count = Math.min(offset, this.end) - this.base;
    if (count <= 0) return;
    this.messages = this.messages.slice(count);
    this.base += count;
  }
}
