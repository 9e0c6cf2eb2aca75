/** Gives the integration specs a real Kafka and Postgres: KAFKA_BROKERS and DATABASE_URL, as given or started here. */
export default async function setUpStack() {
  const { startDevStack } = await import('@saga/dev-stack').catch((error) => {
    throw new Error('The integration specs need the built libs: run `npx tsc -b` first', { cause: error });
  });
  const stack = await startDevStack();
  process.env.KAFKA_BROKERS = stack.brokers.join(',');
  process.env.DATABASE_URL = stack.databaseUrl;
  globalThis.sagaDevStack = stack;
}
