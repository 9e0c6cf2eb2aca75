import type { Kafka, ProducerBatch } from 'kafkajs';
import { KafkaPublisher } from './kafka-publisher.js';

const message = (value: string) => ({ topic: 't', key: 'k', headers: {}, value });

/** A kafkajs client whose producers note what they send; `send` may fail. */
function fakeKafka(send: () => Promise<void> = async () => undefined) {
  const sent: string[][] = [];
  let producers = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const kafka = {
    producer: () => {
      producers += 1;
      return {
        connect: async () => undefined,
        disconnect: async () => undefined,
        sendBatch: async ({ topicMessages }: ProducerBatch) => {
          mostInFlight = Math.max(mostInFlight, ++inFlight);
          sent.push(topicMessages!.flatMap(({ messages }) => messages.map(({ value }) => String(value))));
          await send().finally(() => inFlight--);
        },
      };
    },
  } as unknown as Kafka;
  return { kafka, sent, producers: () => producers, mostInFlight: () => mostInFlight };
}

describe('KafkaPublisher', () => {
  it('joins calls of the same moment into one request', async () => {
    const { kafka, sent } = fakeKafka();
    const publisher = new KafkaPublisher(kafka);
    await Promise.all(['1', '2', '3'].map((value) => publisher.publish([message(value)])));
    expect(sent).toEqual([['1', '2', '3']]);
  });

  it('has never more than one request in flight', async () => {
    const { kafka, sent, mostInFlight } = fakeKafka(() => new Promise((resolve) => setTimeout(resolve, 1)));
    const publisher = new KafkaPublisher(kafka);
    const first = publisher.publish([message('1')]);
    await new Promise(setImmediate);
    await Promise.all([first, publisher.publish([message('2')]), publisher.publish([message('3')])]);
    expect(sent).toEqual([['1'], ['2', '3']]);
    expect(mostInFlight()).toBe(1);
  });

  it('goes on under a new producer id after a failed send', async () => {
    let failures = 1;
    const { kafka, producers } = fakeKafka(async () => {
      if (failures-- > 0) throw new Error('the broker is away');
    });
    const publisher = new KafkaPublisher(kafka);
    await expect(publisher.publish([message('1')])).rejects.toThrow('the broker is away');
    await publisher.publish([message('2')]);
    expect(producers()).toBe(2);
  });

  it('sends what waits before it closes', async () => {
    const { kafka, sent } = fakeKafka();
    const publisher = new KafkaPublisher(kafka);
    const published = publisher.publish([message('1')]);
    await publisher.close();
    await published;
    expect(sent).toEqual([['1']]);
  });
});
