/** Thrown when a participant can't be tried for want of a broker. */
export class CannotVerify extends Error {
  constructor(brokers: string[], problem: string) {
    super(
      `${brokers.join(', ')} can't be used: ${problem}\n  fix: start one, or name others by --brokers or KAFKA_BROKERS`,
    );
    this.name = 'CannotVerify';
  }
}
