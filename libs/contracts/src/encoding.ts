import type { Topics } from './topics.js';
import type { ValueFormat } from './value.js';

/** How a service writes its messages. */
export interface Encoding {
  /** The CloudEvents source of the messages that have none of their own. */
  source: string;
  format: ValueFormat;
  topics: Topics;
}
