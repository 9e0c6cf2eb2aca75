import { setTimeout as pause } from 'node:timers/promises';
import { createInMemoryBus, type Bus, type OutgoingMessage } from '@saga/bus';
import { isProgress, type Progress, type Reply } from '@saga/contracts';
import type { CommandContext, CommandHandlers } from './handler.js';
import { inMemoryBarrier } from './in-memory-barrier.js';
import { createParticipant, type Participant, type ParticipantOptions } from './participant.js';
import { BusinessFailure } from './failures.js';
import { charge, codec, refund } from './testing/command-fixture.js';
import { asReceived } from './testing/hand-delivered-bus.js';

type Handler = (context: CommandContext<undefined>) => Promise<void>;

/** Resolves once the condition holds. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(2);
}

/** Rejects with the reason when the signal is aborted, as `fetch` and most clients do. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp);
  });
}

describe('a participant with handlers that take long', () => {
  let bus: Bus;
  let replies: Reply[];
  let progress: Progress[];
  let participants: Participant[];

  beforeEach(async () => {
    bus = createInMemoryBus({ backoff: () => 5 });
    replies = [];
    progress = [];
    participants = [];
    await bus.consume({
      group: 'coordinator',
      topics: [codec.topics.reply],
      async onBatch({ messages }) {
        for (const message of messages) {
          if (isProgress(message)) progress.push(codec.decodeProgress(message));
          else replies.push(codec.decodeReply(message));
        }
      },
    });
  });
  afterEach(async () => {
    await Promise.all(participants.map((each) => each.stop()));
    await bus.close();
  });

  async function start(
    handlers: CommandHandlers<undefined>,
    options: Partial<ParticipantOptions<undefined>> = {},
  ): Promise<Participant> {
    const participant = createParticipant({
      ...{ name: 'payments', bus, barrier: inMemoryBarrier(), handlers },
      ...options,
    });
    participants.push(participant);
    await participant.start();
    return participant;
  }

  const charging = (handler: Handler): CommandHandlers<undefined> => ({
    'payments.charge': (_command, context) => handler(context),
    'payments.refund': async () => {},
  });
  const send = (...messages: OutgoingMessage[]) => bus.publish(messages);
  const outcomes = () => replies.map(({ direction, outcome }) => `${direction} ${outcome.result}`);

  describe('lets sagas go side by side', () => {
    const sagas = Array.from({ length: 12 }, (_, index) => `order-${index}`);

    it('so many of a batch at a time as it was told, and each saga in the order of its commands', async () => {
      const seen: string[] = [];
      let working = 0;
      let most = 0;
      // One partition, so that all of it is one batch.
      bus = createInMemoryBus({ partitions: 1 });
      const handle = async ({ sagaId, direction }: { sagaId: string; direction: string }) => {
        most = Math.max(most, ++working);
        await pause(5);
        working--;
        seen.push(`${direction} ${sagaId}`);
      };
      await send(...sagas.flatMap((sagaId) => [charge({}, { sagaId }), refund({ sagaId })]));
      await start({ 'payments.charge': handle, 'payments.refund': handle }, { concurrency: 3 });
      await until(() => seen.length === 24);
      expect(most).toBe(3);
      for (const sagaId of sagas)
        expect(seen.indexOf(`do ${sagaId}`)).toBeLessThan(seen.indexOf(`undo ${sagaId}`));
    });
  });

  it('does not try a refused command again: that is its answer', async () => {
    let runs = 0;
    await start(
      charging(async () => {
        runs++;
        throw new BusinessFailure('card-declined', 'no');
      }),
    );
    await send(charge(), charge());
    await until(() => replies.length === 2);
    expect(outcomes()).toEqual(['do business', 'do business']);
    expect(runs).toBe(1);
  });

  describe('tells the saga of its progress', () => {
    it('before its reply', async () => {
      await start(
        charging(async (context) => {
          context.progress(0.4, 'asking the bank');
          await until(() => progress.length > 0);
          expect(replies).toEqual([]);
        }),
      );
      await send(charge());
      await until(() => replies.length > 0);
      expect(outcomes()).toEqual(['do success']);
      expect(progress).toMatchObject([
        {
          ...{ sagaId: 'order-1', step: 'charge', attempt: 1, direction: 'do', source: 'payments' },
          ...{ causationId: 'order-1:charge:do:1', fraction: 0.4, note: 'asking the bank' },
        },
      ]);
    });

    it('and takes no harm when that gets lost', async () => {
      const publish = bus.publish.bind(bus);
      bus.publish = async (messages) => {
        if (isProgress(asReceived(messages[0]!))) throw new Error('the broker is away');
        await publish(messages);
      };
      await start(charging(async (context) => context.progress(0.4)));
      await send(charge());
      await until(() => replies.length > 0);
      expect(outcomes()).toEqual(['do success']);
    });
  });

  describe('lets a handler know that there is no use in going on', () => {
    const patient = (): CommandHandlers<undefined> => charging(({ signal }) => untilAborted(signal));
    const codes = () =>
      replies.map(({ outcome }) => (outcome.result === 'success' ? 'done' : outcome.failure.code));

    it('when the compensation waits behind it', async () => {
      await send(charge(), refund());
      await start(patient());
      await until(() => replies.length === 2);
      expect(codes()).toEqual(['saga-turned-round', 'done']);
    });

    it('also when what it waits for says so in its own words', async () => {
      await send(charge(), refund());
      await start(charging(({ signal }) => pause(60_000, undefined, { signal })));
      await until(() => replies.length === 2);
      expect(codes()).toEqual(['saga-turned-round', 'done']);
    });

    it('when the compensation comes while it works, if it looks ahead', async () => {
      const participant = await start(patient(), { lookAhead: true });
      await send(charge());
      await until(async () => (await participant.health()).inHand === 1);
      await send(refund());
      await until(() => replies.length === 2);
      expect(codes()).toEqual(['saga-turned-round', 'done']);
    });

    it('when the saga waits for the reply no longer', async () => {
      const time = '2026-01-31T12:00:00.000Z';
      await start(patient());
      await send(charge({}, { time, dueAt: '2026-01-31T12:00:00.050Z' }));
      await until(() => replies.length === 1);
      expect(codes()).toEqual(['reply-overdue']);
    });

    it('when the participant leaves: another member does the command', async () => {
      const leaving = await start(patient(), { graceMs: 20 });
      await send(charge());
      await until(async () => (await leaving.health()).inHand === 1);
      await leaving.stop();
      expect(replies).toEqual([]);
      await start(charging(async () => {}));
      await until(() => replies.length === 1);
      expect(codes()).toEqual(['done']);
    });
  });

  describe('that is stopped', () => {
    it('finishes what is in hand and tells of it', async () => {
      let finish: () => void = () => undefined;
      const participant = await start(charging(() => new Promise((resolve) => (finish = resolve))));
      await send(charge());
      await until(async () => (await participant.health()).inHand === 1);
      const stopping = participant.stop();
      expect(await participant.health()).toMatchObject({ ready: false, state: 'draining', inHand: 1 });
      finish();
      await stopping;
      expect(await participant.health()).toMatchObject({ ready: false, state: 'stopped', inHand: 0 });
      await until(() => replies.length === 1);
      expect(outcomes()).toEqual(['do success']);
    });

    it.each([
      ['also when its handlers give up', (signal: AbortSignal) => untilAborted(signal)],
      ['also when its handlers go on', () => pause(60)],
    ])('begins nothing more of its batch when the grace is over, %s', async (_how, work) => {
      bus = createInMemoryBus({ partitions: 1 });
      const begun: string[] = [];
      await send(charge(), charge({}, { sagaId: 'order-2' }));
      const participant = await start(
        {
          'payments.charge': async ({ sagaId }, { signal }) => {
            begun.push(sagaId);
            await work(signal);
          },
        },
        { concurrency: 1, graceMs: 20 },
      );
      await until(() => begun.length === 1);
      await participant.stop();
      expect(begun).toEqual(['order-1']);
    });
  });

  describe('tells how it is', () => {
    it('while it consumes', async () => {
      const participant = await start(charging(async () => {}));
      expect(await participant.health()).toEqual({
        ...{ ready: true, state: 'consuming', group: 'stable', lag: 0, inHand: 0 },
        ...{ lastBatchAt: null, failing: null },
      });
      await send(charge());
      await until(() => replies.length === 1);
      expect((await participant.health()).lastBatchAt).toBeInstanceOf(Date);
    });

    it('while its batches fail, until one passes', async () => {
      let offline = true;
      const participant = await start(
        charging(async () => {
          if (offline) throw new Error('the bank is offline');
        }),
        { isTransient: () => true },
      );
      await send(charge());
      await until(async () => (await participant.health()).failing !== null);
      expect(await participant.health()).toMatchObject({
        ...{ ready: false, lag: 1 },
        failing: { reason: 'Error: the bank is offline' },
      });
      offline = false;
      await until(async () => (await participant.health()).ready);
      expect(outcomes()).toEqual(['do success']);
    });

    it('while the broker does not answer', async () => {
      const participant = await start(charging(async () => {}));
      bus.groupStates = () => Promise.reject(new Error('the broker is away'));
      expect(await participant.health()).toMatchObject({ ready: false, group: null, lag: null });
    });

    it('before it is started', async () => {
      const participant = createParticipant({
        ...{ name: 'payments', bus, barrier: inMemoryBarrier(), handlers: charging(async () => {}) },
      });
      expect(await participant.health()).toMatchObject({ ready: false, state: 'stopped' });
    });
  });
});
