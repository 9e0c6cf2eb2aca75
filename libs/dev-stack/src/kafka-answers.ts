import kafkajs from 'kafkajs';

/** Resolves when the brokers take part in their cluster, rejects when they don't (yet). */
export async function kafkaAnswers(brokers: string[]): Promise<void> {
  const kafka = new kafkajs.Kafka({
    clientId: 'dev-stack',
    brokers,
    connectionTimeout: 1_000,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.brokers.length === 0) throw new Error('no broker has joined the cluster');
  } finally {
    await admin.disconnect();
  }
}
