import type { Kafka } from 'kafkajs';
import { silentLog } from './bus-log.js';
import { DEFAULT_SESSION, KafkaSubscription } from './kafka-subscription.js';

/** A kafkajs client whose consumers note their life and crash on demand. */
function fakeKafka() {
  const life: string[] = [];
  let crash: (event: object) => void = () => undefined;
  const consumer = {
    events: { CRASH: 'crash', HEARTBEAT: 'heartbeat', GROUP_JOIN: 'join' },
    on: (event: string, listener: (event: object) => void) => {
      if (event === 'crash') crash = listener;
    },
    connect: async () => void life.push('connect'),
    subscribe: async () => undefined,
    run: async () => void life.push('run'),
    disconnect: async () => void life.push('disconnect'),
  };
  const kafka = { consumer: () => consumer } as unknown as Kafka;
  // kafkajs tells `restart: false` for errors that it takes for final.
  return { kafka, life, crash: () => crash({ payload: { error: new Error('final'), restart: false } }) };
}

function subscribeTo(kafka: Kafka) {
  return new KafkaSubscription({
    group: 'g',
    topics: ['t'],
    onBatch: async () => undefined,
    newClient: () => kafka,
    session: DEFAULT_SESSION,
    backoff: () => 1,
    log: silentLog,
  });
}

describe('KafkaSubscription', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('puts up a new consumer after a crash, also one that kafkajs takes for final', async () => {
    const { kafka, life, crash } = fakeKafka();
    await subscribeTo(kafka).start();
    crash();
    await jest.advanceTimersByTimeAsync(500);
    expect(life).toEqual(['connect', 'run', 'connect', 'run']);
  });

  it('waits longer from crash to crash', async () => {
    const { kafka, life, crash } = fakeKafka();
    await subscribeTo(kafka).start();
    crash();
    await jest.advanceTimersByTimeAsync(500);
    crash();
    await jest.advanceTimersByTimeAsync(500);
    expect(life).toHaveLength(4);
    await jest.advanceTimersByTimeAsync(500);
    expect(life).toHaveLength(6);
  });

  it('stays down once it was stopped', async () => {
    const { kafka, life, crash } = fakeKafka();
    const subscription = subscribeTo(kafka);
    await subscription.start();
    crash();
    await subscription.stop();
    crash();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(life).toEqual(['connect', 'run', 'disconnect']);
  });
});
