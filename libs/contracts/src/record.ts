/** A message as the codec writes it, ready for a Kafka producer. */
export interface EncodedMessage {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: Buffer | string;
}

/** What the codec reads of a Kafka record. `timestamp` is in ms since the epoch. */
export interface ReceivedMessage {
  timestamp: number;
  headers: Record<string, string>;
  value: Buffer | null;
}
