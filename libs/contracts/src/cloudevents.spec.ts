import { CloudEvent, Kafka } from 'cloudevents';
import { createCodec, type Reply } from './index.js';

/** The CloudEvents project's own SDK judges what we write, and writes what we read. */
describe('the CloudEvents SDK', () => {
  const codec = createCodec({ source: 'payments' });
  const reply: Reply = {
    kind: 'reply',
    id: 'order-7:charge:do:1:reply',
    source: 'payments',
    sagaId: 'order-7',
    step: 'charge',
    attempt: 1,
    direction: 'do',
    causationId: 'order-7:charge:do:1',
    outcome: { result: 'success', output: { receipt: 'r-1' } },
    time: '2026-01-31T12:00:00.000Z',
  };

  it('reads a reply', () => {
    const { headers, key, value } = codec.encode(reply);
    const message = { headers, key, value, body: value };
    const event = Kafka.toEvent(message) as CloudEvent<unknown>;

    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: reply.id,
      source: 'payments',
      type: 'saga.reply',
      time: reply.time,
      datacontenttype: 'application/json',
      data: { output: { receipt: 'r-1' } },
      sagaid: 'order-7',
      sagastep: 'charge',
      sagadirection: 'do',
      causationid: 'order-7:charge:do:1',
    });
  });

  it('writes a reply that the codec reads', () => {
    const event = new CloudEvent({
      id: reply.id,
      source: reply.source,
      type: 'saga.reply',
      time: reply.time,
      datacontenttype: 'application/json',
      data: { output: { receipt: 'r-1' } },
      sagaid: reply.sagaId,
      sagastep: reply.step,
      sagaattempt: '1',
      sagadirection: reply.direction,
      causationid: reply.causationId,
    });
    const { headers, value } = Kafka.binary(event);

    const received = {
      headers: headers as Record<string, string>,
      value: Buffer.from(JSON.stringify(value)),
      timestamp: 0,
    };
    expect(codec.decodeReply(received)).toEqual(reply);
  });
});
