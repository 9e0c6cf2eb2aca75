/** This machine has no means to run Kafka. A caller may go on without: see the in-memory bus of the test kit. */
export class NoBrokerAvailable extends Error {
  override readonly name = 'NoBrokerAvailable';

  constructor(reasons: string[]) {
    super(
      `No Kafka to be had (${reasons.join('; ')}). Do one of these:\n` +
        '  - install Java 17 or newer and Maven: Kafka is then run from Maven Central,\n' +
        '  - start Docker: Kafka is then run from the image apache/kafka,\n' +
        '  - set KAFKA_BROKERS to a running Kafka, as host:port,host:port.',
    );
  }
}
