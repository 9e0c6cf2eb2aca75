import type { Bus } from '@saga/bus';
import type { JsonObject } from '@saga/contracts';
import { BusinessFailure, TechnicalFailure } from './failures.js';
import type { CommandHandlers } from './handler.js';
import type { Participant } from './participant.js';
import { statusQueryContract } from './status-query-contract.js';
import { charge, codec, command, lastReplyOn, refund, repliesOn } from './testing/command-fixture.js';
import { asReceived, HandDeliveredBus } from './testing/hand-delivered-bus.js';

class BankOffline extends Error {}

/** The `isTransient` that the participants under test are made with. */
export function isBankOffline(error: unknown): boolean {
  return error instanceof BankOffline;
}

/** What the suite needs of a kind of participant: one that charges and refunds, and a place for its effects. */
export interface ParticipantUnderTest<Tx> {
  /**
   * Makes the participant `payments` that waits on `isBankOffline`, with these handlers for charge, refund and, where
   * there is one, status.
   */
  make(bus: Bus, handlers: CommandHandlers<Tx>): Promise<Participant>;
  /** Leaves an effect through the transaction of the command. */
  leave(tx: Tx, effect: string): Promise<void>;
  /** The effects that stayed, in order. */
  effects(): Promise<string[]>;
  /** Whether effects are rolled back with the transaction. */
  transactional: boolean;
  dispose(): Promise<void>;
}

/** The rules that every participant keeps, whatever its barrier and framework. */
export function participantContract<Tx>(
  name: string,
  prepare: () => Promise<ParticipantUnderTest<Tx>>,
): void {
  describe(`${name} as a participant`, () => {
    let bus: HandDeliveredBus;
    let subject: ParticipantUnderTest<Tx>;
    let participant: Participant;
    let mended: boolean;

    beforeEach(async () => {
      bus = new HandDeliveredBus();
      subject = await prepare();
      mended = false;
      const handlers: CommandHandlers<Tx> = {
        'payments.charge': async ({ sagaId, input }, { tx, emit }): Promise<JsonObject> => {
          await subject.leave(tx, `${sagaId} charged`);
          const topic = input.card === 'misdirected' ? 'payments events' : 'payments.events';
          emit({ topic, type: 'payments.charged', data: { sagaId } });
          if (input.card === 'declined' && !mended) {
            throw new BusinessFailure('card-declined', 'the bank says no', { bank: 'first' });
          }
          if (input.card === 'unreadable' && !mended) throw new TechnicalFailure('gateway-down', 'no answer');
          if (input.card === 'cursed' && !mended) throw new RangeError('out of luck');
          if (input.card === 'offline' && !mended) throw new BankOffline('the bank is offline');
          if (input.card === 'chatty') return { receipt: 'x'.repeat(2 * 1024 * 1024) };
          return { paymentId: `payment-of-${sagaId}` };
        },
        'payments.refund': async ({ sagaId }, { tx }) => subject.leave(tx, `${sagaId} refunded`),
      };
      participant = await subject.make(bus, handlers);
      await participant.start();
    });

    afterEach(async () => {
      await participant.stop();
      await subject.dispose();
    });

    describe('a command', () => {
      it('takes effect and is answered by a reply caused by it', async () => {
        await bus.deliver(charge());
        expect(lastReplyOn(bus)).toMatchObject({
          id: 'order-1:charge:do:1:reply',
          causationId: 'order-1:charge:do:1',
          source: 'payments',
          sagaId: 'order-1',
          step: 'charge',
          attempt: 1,
          direction: 'do',
          outcome: { result: 'success', output: { paymentId: 'payment-of-order-1' } },
        });
        expect(await subject.effects()).toEqual(['order-1 charged']);
      });

      it('without output is answered by an empty one', async () => {
        await bus.deliver(charge(), refund());
        expect(lastReplyOn(bus).outcome).toEqual({ result: 'success', output: {} });
      });

      it('continues its own trace, not that of its batch', async () => {
        const [one, two] = ['1', '2'].map((digit) => `00-${digit.repeat(32)}-${'a'.repeat(16)}-01`);
        await bus.deliver(
          charge({}, { sagaId: 'order-1', traceparent: one }),
          charge({}, { sagaId: 'order-2', traceparent: two }),
        );
        const traces = repliesOn(bus).map(({ sagaId, traceparent }) => [sagaId, traceparent?.split('-')[1]]);
        expect(Object.fromEntries(traces)).toEqual({ 'order-1': '1'.repeat(32), 'order-2': '2'.repeat(32) });
      });

      it('publishes its events once', async () => {
        await bus.deliver(charge());
        await bus.deliver(charge());
        const events = bus.published.filter(({ topic }) => topic === 'payments.events');
        expect(events.map((event) => codec.decodeDomainEvent(asReceived(event)).data)).toEqual([
          { sagaId: 'order-1' },
        ]);
      });
    });

    describe('rule 1: a duplicate takes effect once', () => {
      it('and gets the same reply again', async () => {
        await bus.deliver(charge());
        await bus.deliver(charge());
        const [first, second] = repliesOn(bus);
        expect({ ...second, time: first?.time }).toEqual(first);
        expect(await subject.effects()).toEqual(['order-1 charged']);
      });

      it('also within one batch', async () => {
        await bus.deliver(charge(), charge());
        expect(repliesOn(bus)).toHaveLength(2);
        expect(await subject.effects()).toEqual(['order-1 charged']);
      });

      it('also as a new attempt, whose reply is its own', async () => {
        await bus.deliver(charge());
        await bus.deliver(charge({}, { attempt: 2 }));
        expect(lastReplyOn(bus)).toMatchObject({
          id: 'order-1:charge:do:2:reply',
          causationId: 'order-1:charge:do:2',
          attempt: 2,
          outcome: { result: 'success', output: { paymentId: 'payment-of-order-1' } },
        });
        expect(await subject.effects()).toEqual(['order-1 charged']);
      });

      it('also a compensation', async () => {
        await bus.deliver(charge(), refund(), refund(), refund({ attempt: 2 }));
        expect(await subject.effects()).toEqual(['order-1 charged', 'order-1 refunded']);
      });

      it('but another step or saga is no duplicate', async () => {
        await bus.deliver(charge(), charge({}, { step: 'charge-deposit' }));
        await bus.deliver(charge({}, { sagaId: 'order-2' }));
        expect(await subject.effects()).toEqual(['order-1 charged', 'order-1 charged', 'order-2 charged']);
      });
    });

    describe('rule 2: a compensation before its command', () => {
      it('succeeds without effect and blocks the command', async () => {
        await bus.deliver(refund());
        expect(lastReplyOn(bus)).toMatchObject({
          direction: 'undo',
          outcome: { result: 'success', output: {} },
        });
        await bus.deliver(charge());
        expect(await subject.effects()).toEqual([]);
      });
    });

    describe('rule 3: a command after its compensation', () => {
      it.each([1, 2])('takes no effect as attempt %i and is told why', async (attempt) => {
        await bus.deliver(charge(), refund());
        await bus.deliver(charge({}, { attempt }));
        expect(lastReplyOn(bus)).toMatchObject({
          direction: 'do',
          attempt,
          outcome: { result: 'technical', failure: { code: 'step-already-compensated' } },
        });
        expect(await subject.effects()).toEqual(['order-1 charged', 'order-1 refunded']);
      });
    });

    describe('a refusal', () => {
      const refusal = {
        result: 'business',
        failure: { code: 'card-declined', message: 'the bank says no', details: { bank: 'first' } },
      };

      it('is replied as a business failure, and publishes no event', async () => {
        await bus.deliver(charge({ card: 'declined' }));
        expect(lastReplyOn(bus).outcome).toEqual(refusal);
        expect(bus.published).toHaveLength(1);
      });

      it('leaves nothing of its transaction', async () => {
        await bus.deliver(charge({ card: 'declined' }));
        expect(await subject.effects()).toEqual(subject.transactional ? [] : ['order-1 charged']);
      });

      it('answers a duplicate without asking the handler again', async () => {
        await bus.deliver(charge({ card: 'declined' }));
        mended = true;
        await bus.deliver(charge({ card: 'declined' }));
        expect(lastReplyOn(bus).outcome).toEqual(refusal);
      });

      it('gives way to a higher attempt', async () => {
        await bus.deliver(charge({ card: 'declined' }));
        mended = true;
        await bus.deliver(charge({ card: 'declined' }, { attempt: 2 }));
        expect(lastReplyOn(bus)).toMatchObject({ attempt: 2, outcome: { result: 'success' } });
        await bus.deliver(charge({ card: 'declined' }));
        expect(lastReplyOn(bus)).toMatchObject({ attempt: 1, outcome: { result: 'success' } });
      });

      it('leaves nothing to compensate', async () => {
        await bus.deliver(charge({ card: 'declined' }), refund());
        expect(lastReplyOn(bus).outcome).toEqual({ result: 'success', output: {} });
        expect(await subject.effects()).not.toContain('order-1 refunded');
      });
    });

    describe('a breakdown', () => {
      it.each([
        ['unreadable', { code: 'gateway-down', message: 'no answer' }],
        ['cursed', { code: 'unexpected-error', message: 'out of luck' }],
      ])('of a handler is replied as a technical failure: %s', async (card, failure) => {
        await bus.deliver(charge({ card }));
        expect(repliesOn(bus).map(({ outcome }) => outcome)).toEqual([{ result: 'technical', failure }]);
        expect(await subject.effects()).toEqual(subject.transactional ? [] : ['order-1 charged']);
      });

      it('is the answer to its attempt for good: an effect after it would be one that nobody knows of', async () => {
        await bus.deliver(charge({ card: 'cursed' }));
        mended = true;
        await bus.deliver(charge({ card: 'cursed' }));
        expect(lastReplyOn(bus)).toMatchObject({ attempt: 1, outcome: { result: 'technical' } });
      });

      it('is tried again by the next attempt', async () => {
        await bus.deliver(charge({ card: 'cursed' }));
        mended = true;
        await bus.deliver(charge({ card: 'cursed' }, { attempt: 2 }));
        expect(lastReplyOn(bus)).toMatchObject({ attempt: 2, outcome: { result: 'success' } });
      });

      it('for which the participant waits is no answer: the batch comes again', async () => {
        await expect(
          bus.deliver(charge({ card: 'offline' }), charge({}, { sagaId: 'order-2' })),
        ).rejects.toThrow('the bank is offline');
        expect(repliesOn(bus).filter(({ sagaId }) => sagaId === 'order-1')).toEqual([]);
        mended = true;
        await bus.deliver(charge({ card: 'offline' }), charge({}, { sagaId: 'order-2' }));
        expect(repliesOn(bus).map(({ sagaId }) => sagaId)).toEqual(
          expect.arrayContaining(['order-1', 'order-2']),
        );
      });

      it('disturbs no other saga of the batch, and not the order of its own', async () => {
        await bus.deliver(charge({ card: 'cursed' }), charge({}, { sagaId: 'order-2' }), refund());
        const results = repliesOn(bus).map(
          (reply) => `${reply.sagaId} ${reply.direction} ${reply.outcome.result}`,
        );
        expect(results.filter((line) => line.startsWith('order-1'))).toEqual([
          'order-1 do technical',
          'order-1 undo success',
        ]);
        expect(results).toContain('order-2 do success');
      });

      it('is what an event becomes for a topic that there cannot be', async () => {
        await bus.deliver(charge({ card: 'misdirected' }));
        expect(lastReplyOn(bus).outcome).toMatchObject({ failure: { code: 'invalid-event' } });
        expect(bus.published).toHaveLength(1);
      });

      it('is what an answer becomes that is too large to send', async () => {
        await bus.deliver(charge({ card: 'chatty' }));
        expect(lastReplyOn(bus).outcome).toMatchObject({
          result: 'technical',
          failure: { code: 'invalid-reply' },
        });
        expect(await subject.effects()).toEqual(subject.transactional ? [] : ['order-1 charged']);
      });

      it('of the broker before the reply is out makes the batch come again, and the effect stays one', async () => {
        bus.down = true;
        await expect(bus.deliver(charge())).rejects.toThrow('the broker is away');
        bus.down = false;
        await bus.deliver(charge());
        expect(lastReplyOn(bus).outcome).toMatchObject({ result: 'success' });
        expect(await subject.effects()).toEqual(['order-1 charged']);
      });
    });

    describe('a message that is no command of its', () => {
      it('but has another name is refused with the names that there are', async () => {
        await bus.deliver(command('payments.levitate'));
        expect(lastReplyOn(bus).outcome).toMatchObject({
          result: 'technical',
          failure: { code: 'unknown-command', message: expect.stringContaining('payments.charge') },
        });
      });

      it('but has an unreadable value is refused by a reply that says what is wrong', async () => {
        const traceparent = `00-${'1'.repeat(32)}-${'a'.repeat(16)}-01`;
        await bus.deliver({ ...charge({}, { traceparent }), value: '{"input":' });
        expect(lastReplyOn(bus)).toMatchObject({
          causationId: 'order-1:charge:do:1',
          traceparent,
          outcome: {
            result: 'technical',
            failure: { code: 'malformed-command', details: { field: 'value' } },
          },
        });
      });

      it('and does not say of which saga becomes a dead letter, whole', async () => {
        const { ce_sagaid: _, ...headers } = charge().headers;
        const broken = { ...charge(), headers };
        await bus.deliver(broken, charge({}, { sagaId: 'order-2' }));
        const dead = bus.published.filter(({ topic }) => topic === codec.topics.deadLetter);
        expect(dead.map((message) => codec.decodeDeadLetter(asReceived(message)))).toMatchObject([
          {
            cause: { code: 'missing-header', field: 'ce_sagaid' },
            original: { topic: broken.topic, key: 'order-1', headers, value: Buffer.from(broken.value) },
            consumerGroup: 'saga-participant-payments',
          },
        ]);
        expect(await subject.effects()).toEqual(['order-2 charged']);
      });
    });
  });

  statusQueryContract(name, prepare);
}
