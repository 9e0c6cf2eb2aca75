import type { Bus, OutgoingMessage } from '@saga/bus';
import { FIRST_LINK, hashOf, type LinkedEffect, linkHash } from '@saga/contracts';
import type { PoolClient } from 'pg';
import { BusinessFailure } from './failures.js';
import type { CommandHandlers } from './handler.js';
import { createParticipant } from './participant.js';
import { postgresBarrier } from './postgres-barrier.js';
import type { LedgerOptions, SqlBarrierOptions } from './sql-barrier.js';
import { charge, chargeStatus, refund } from './testing/command-fixture.js';
import { HandDeliveredBus } from './testing/hand-delivered-bus.js';
import { createTestSchema, type TestSchema } from './testing/test-schema.js';

type Entry = LinkedEffect & { participant: string; chain: number };

describe('the effect ledger', () => {
  let schema: TestSchema;
  let bus: HandDeliveredBus;
  let stop: () => Promise<void>;
  const handlers: CommandHandlers<PoolClient> = {
    'payments.charge': async ({ sagaId, input }, { tx, effect }) => {
      await tx.query(schema.leaveEffect, [sagaId]);
      if (input.card === 'declined') throw new BusinessFailure('card-declined', 'no');
      if (input.card === 'cursed') throw new Error('out of luck');
      if (input.card === 'named') effect('payment-31');
      return { paymentId: `payment-of-${sagaId}` };
    },
    'payments.refund': async ({ sagaId }, { tx }) => void (await tx.query(schema.leaveEffect, [sagaId])),
    'payments.status': async () => ({ outcome: 'done' }),
  };

  beforeEach(async () => {
    schema = await createTestSchema();
    bus = new HandDeliveredBus();
  });
  afterEach(async () => {
    await stop();
    await schema.dispose();
  });

  async function start(ledger: LedgerOptions = {}, options: SqlBarrierOptions = {}, over: Bus = bus) {
    const barrier = postgresBarrier(schema.pool, { schema: schema.name, ledger, ...options });
    await barrier.migrate();
    const participant = createParticipant({ name: 'payments', bus: over, barrier, handlers });
    await participant.start();
    stop = () => participant.stop();
  }

  async function entries(): Promise<Entry[]> {
    const { rows } = await schema.pool.query<Entry>(
      `SELECT participant, chain, position::integer, entry, previous, hash
       FROM ${schema.name}.saga_effects ORDER BY participant, chain, position`,
    );
    return rows;
  }

  /** The links that don't hold, over all chains. */
  function brokenLinks(all: Entry[]): Entry[] {
    const before = (entry: Entry) =>
      all.find(({ chain, position }) => chain === entry.chain && position === entry.position - 1);
    return all.filter((entry) => {
      const previous = entry.position === 1 ? FIRST_LINK : before(entry)?.hash;
      return entry.previous !== previous || entry.hash !== linkHash(entry.entry, entry.previous);
    });
  }

  it('has an entry for each effect, linked to the one before', async () => {
    await start({ chains: 1 });
    await bus.deliver(charge(), refund());
    const [charged, refunded, ...rest] = await entries();
    expect(rest).toEqual([]);
    expect(charged).toMatchObject({
      ...{ participant: 'payments', chain: 0, position: 1, previous: FIRST_LINK },
      entry: {
        ...{
          participant: 'payments',
          chain: 0,
          sagaId: 'order-1',
          step: 'charge',
          direction: 'do',
          attempt: 1,
        },
        ...{ command: 'payments.charge', commandId: 'order-1:charge:do:1' },
        effect: hashOf({ paymentId: 'payment-of-order-1' }),
      },
    });
    expect(refunded).toMatchObject({ position: 2, previous: charged!.hash, entry: { direction: 'undo' } });
    expect(brokenLinks([charged!, refunded!])).toEqual([]);
  });

  it('calls an effect as its handler does', async () => {
    await start();
    await bus.deliver(charge({ card: 'named' }));
    expect(await entries()).toMatchObject([{ entry: { effect: 'payment-31' } }]);
  });

  it.each<[string, OutgoingMessage[], string[]]>([
    ['a refusal', [charge({ card: 'declined' })], []],
    ['a breakdown', [charge({ card: 'cursed' })], []],
    ['a duplicate', [charge(), charge(), charge({}, { attempt: 2 })], ['do']],
    ['a compensation with nothing to undo, and the command after it', [refund(), charge()], []],
    ['a status query', [charge(), chargeStatus()], ['do']],
  ])('has none for %s', async (_what, messages, directions) => {
    await start();
    await bus.deliver(...messages);
    expect((await entries()).map(({ entry }) => entry.direction)).toEqual(directions);
  });

  it.each(['READ COMMITTED', 'SERIALIZABLE'] as const)(
    'has whole chains when hundreds of commands come at once, some of which fail: %s',
    async (isolationLevel) => {
      await start({ chains: isolationLevel === 'SERIALIZABLE' ? 256 : 3 }, { isolationLevel });
      const cards = ['good', 'declined', 'cursed', 'named'];
      const commands = Array.from({ length: 200 }, (_, index) =>
        charge({ card: cards[index % cards.length]! }, { sagaId: `order-${index}` }),
      );
      await bus.deliver(...commands, ...commands);
      const all = await entries();
      expect(all).toHaveLength((await schema.effects()).length);
      expect(brokenLinks(all)).toEqual([]);
      const { rows: ends } = await schema.pool.query(
        `SELECT chain, length::integer AS position, hash FROM ${schema.name}.saga_effect_chains ORDER BY chain`,
      );
      const last = all.filter(({ chain, position }) => {
        return !all.some((each) => each.chain === chain && each.position > position);
      });
      expect(ends).toEqual(last.map(({ chain, position, hash }) => ({ chain, position, hash })));
    },
  );

  it.each(['UPDATE saga_effects SET position = 7', 'DELETE FROM saga_effects', 'TRUNCATE saga_effects'])(
    'can only be appended to: %s',
    async (change) => {
      await start();
      await bus.deliver(charge());
      const within = change.replace('saga_effects', `${schema.name}.saga_effects`);
      await expect(schema.pool.query(within)).rejects.toThrow('the effect ledger is append-only');
    },
  );

  it('is asked for before the first command when its tables are missing', async () => {
    stop = async () => {};
    await postgresBarrier(schema.pool, { schema: schema.name }).migrate();
    const barrier = postgresBarrier(schema.pool, { schema: schema.name, ledger: true });
    await expect(barrier.start(async () => {})).rejects.toThrow(/saga_effects.*missing.*ledgerMigration\(\)/);
  });

  it('needs at least one chain', async () => {
    stop = async () => {};
    expect(() => postgresBarrier(schema.pool, { ledger: { chains: 0 } })).toThrow(
      'ledger.chains is 0: give a whole number of at least 1',
    );
  });
});
