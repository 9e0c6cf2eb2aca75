import type { JsonObject } from '@saga/contracts';
import { BusinessFailure, TechnicalFailure } from './failures.js';
import type { CommandHandlers } from './handler.js';
import type { Participant } from './participant.js';
import type { ParticipantUnderTest } from './participant-contract.js';
import { charge, chargeStatus, lastReplyOn, refund } from './testing/command-fixture.js';
import { HandDeliveredBus } from './testing/hand-delivered-bus.js';

/** How every participant answers when it is asked what became of a step. */
export function statusQueryContract<Tx>(
  name: string,
  prepare: () => Promise<ParticipantUnderTest<Tx>>,
): void {
  describe(`a status query to ${name}`, () => {
    let bus: HandDeliveredBus;
    let subject: ParticipantUnderTest<Tx>;
    let participant: Participant;

    const handlers: CommandHandlers<Tx> = {
      'payments.charge': async ({ sagaId, input }, { tx }) => {
        await subject.leave(tx, `${sagaId} charged`);
        if (input.card === 'declined') throw new BusinessFailure('card-declined', 'the bank says no');
        if (input.card === 'unreadable') throw new TechnicalFailure('gateway-down', 'no answer');
        return { paymentId: `payment-of-${sagaId}` };
      },
      'payments.refund': async ({ sagaId }, { tx }) => subject.leave(tx, `${sagaId} refunded`),
    };
    const answer = () => lastReplyOn(bus).outcome;
    const answered = (output: JsonObject) => ({ result: 'success', output });

    async function start(all: CommandHandlers<Tx> = handlers) {
      participant = await subject.make(bus, all);
      await participant.start();
    }

    beforeEach(async () => {
      bus = new HandDeliveredBus();
      subject = await prepare();
    });

    afterEach(async () => {
      await participant.stop();
      await subject.dispose();
    });

    it('is answered with the output of a step that is done, whichever attempt did it', async () => {
      await start();
      await bus.deliver(charge(), chargeStatus(2));
      expect(lastReplyOn(bus)).toMatchObject({
        causationId: 'order-1:charge.status[2]:do:1',
        step: 'charge.status[2]',
        outcome: answered({ outcome: 'done', output: { paymentId: 'payment-of-order-1' } }),
      });
    });

    it('is told "never" of a step that is undone, or was before it was done', async () => {
      await start();
      await bus.deliver(charge(), refund(), chargeStatus());
      expect(answer()).toEqual(answered({ outcome: 'never' }));
      await bus.deliver(refund({ sagaId: 'order-2' }), chargeStatus(1, { sagaId: 'order-2' }));
      expect(answer()).toEqual(answered({ outcome: 'never' }));
    });

    it('is told "never", and why, of an attempt that was refused', async () => {
      await start();
      await bus.deliver(charge({ card: 'declined' }), chargeStatus());
      const failure = { code: 'card-declined', message: 'the bank says no' };
      expect(answer()).toEqual(answered({ outcome: 'never', failure }));
    });

    it('is told "not-done" of an attempt after the refused one: it may still take effect', async () => {
      await start();
      await bus.deliver(charge({ card: 'declined' }), chargeStatus(2));
      expect(answer()).toEqual(answered({ outcome: 'not-done' }));
    });

    it('is told "not-done" of an attempt that broke, and of one that never came', async () => {
      await start();
      await bus.deliver(charge({ card: 'unreadable' }), chargeStatus());
      expect(answer()).toEqual(answered({ outcome: 'not-done' }));
      await bus.deliver(chargeStatus(1, { sagaId: 'order-2' }));
      expect(answer()).toEqual(answered({ outcome: 'not-done' }));
    });

    it('leaves the step as it is', async () => {
      await start();
      await bus.deliver(chargeStatus(), charge());
      expect(answer()).toMatchObject({ result: 'success', output: { paymentId: 'payment-of-order-1' } });
      expect(await subject.effects()).toEqual(['order-1 charged']);
    });

    it('is answered anew each time', async () => {
      await start();
      await bus.deliver(chargeStatus(), charge(), chargeStatus());
      expect(answer()).toMatchObject({ output: { outcome: 'done' } });
    });

    it('goes to a handler of its name, which is asked again with the next attempt', async () => {
      const asked: number[] = [];
      const status = ({ attempt }: { attempt: number }) => {
        asked.push(attempt);
        return { outcome: attempt === 1 ? 'unknown' : 'done' };
      };
      await start({ ...handlers, 'payments.status': status });
      await bus.deliver(chargeStatus(), chargeStatus(), chargeStatus(1, { attempt: 2 }));
      expect(lastReplyOn(bus)).toMatchObject({ attempt: 2, outcome: answered({ outcome: 'done' }) });
      expect(asked).toEqual([1, 2]);
    });
  });
}
