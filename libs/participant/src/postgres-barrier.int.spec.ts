import type { OutgoingMessage } from '@saga/bus';
import type { Command, Direction, Outcome } from '@saga/contracts';
import { Pool, type PoolClient } from 'pg';
import { BarrierUnavailable, type Parcel, type Passage } from './barrier.js';
import { createParticipant } from './participant.js';
import { isBankOffline, participantContract } from './participant-contract.js';
import { postgresBarrier } from './postgres-barrier.js';
import type { SqlBarrier } from './sql-barrier.js';
import { createTestSchema, type TestSchema } from './testing/test-schema.js';

participantContract('a participant with the Postgres barrier', async () => {
  const schema = await createTestSchema();
  const barrier = postgresBarrier(schema.pool, { schema: schema.name });
  await barrier.migrate();
  return {
    transactional: true,
    make: async (bus, handlers) =>
      createParticipant({ name: 'payments', bus, barrier, handlers, isTransient: isBankOffline }),
    leave: async (tx: PoolClient, effect) => void (await tx.query(schema.leaveEffect, [effect])),
    effects: schema.effects,
    dispose: schema.dispose,
  };
});

describe('the Postgres barrier', () => {
  const success: Outcome = { result: 'success', output: {} };
  let schema: TestSchema;
  let barrier: SqlBarrier<PoolClient>;

  beforeEach(async () => {
    schema = await createTestSchema();
    barrier = postgresBarrier(schema.pool, { schema: schema.name });
    await barrier.migrate();
  });

  afterEach(async () => {
    await barrier.stop();
    await schema.dispose();
  });

  function step(direction: Direction, sagaId = 'order-1', attempt = 1): Command {
    return { sagaId, step: 'charge', direction, attempt } as Command;
  }

  /** Leaves an effect, works, and settles. */
  function leaving(
    effect: string,
    work: (tx: PoolClient) => Promise<unknown> = async () => {},
    settled = success,
  ): Passage<PoolClient> {
    const answer = (outcome: Outcome) => ({
      outcome,
      messages: [{ topic: 'saga.reply', key: effect, headers: { effect }, value: JSON.stringify(outcome) }],
    });
    return {
      async run(tx) {
        await tx.query(schema.leaveEffect, [effect]);
        await work(tx);
        return answer(settled);
      },
      answer,
      broke: (error) =>
        answer({ result: 'technical', failure: { code: 'broke', message: (error as Error).message } }),
    };
  }

  function outcomesIn(parcel: Parcel): Outcome[] {
    return parcel.messages.map(({ value }) => JSON.parse(value.toString()) as Outcome);
  }

  async function rowsIn(table: string): Promise<number> {
    const { rows } = await schema.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${schema.name}.${table}`,
    );
    return rows[0]?.count ?? 0;
  }

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise(setImmediate);
  }

  async function somebodyWaitsForTheStep(): Promise<boolean> {
    const { rows } = await schema.pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "${schema.name}"%'`,
    );
    return rows.length > 0;
  }

  describe('with a command and its compensation at the same time', () => {
    /** A command that is in hand until `end` is called, which settles or breaks it. */
    async function commandInHand(outcome = success) {
      let end: (error?: Error) => void = () => undefined;
      let began = false;
      const ended = new Promise<void>((resolve, reject) => {
        end = (error) => (error ? reject(error) : resolve());
      });
      const doing = barrier.pass(
        step('do'),
        leaving(
          'charged',
          () => {
            began = true;
            return ended;
          },
          outcome,
        ),
      );
      await until(() => began);
      return { doing, end };
    }

    it('undoes the effect after the command has committed it', async () => {
      const { doing, end } = await commandInHand();
      const undoing = barrier.pass(step('undo'), leaving('refunded'));
      await until(somebodyWaitsForTheStep);
      end();
      expect(outcomesIn(await doing)).toEqual([success]);
      expect(outcomesIn(await undoing)).toEqual([success]);
      expect(await schema.effects()).toEqual(['charged', 'refunded']);
    });

    it('blocks the command from then on when it has rolled back', async () => {
      const { doing, end } = await commandInHand();
      const undoing = barrier.pass(step('undo'), leaving('refunded'));
      await until(somebodyWaitsForTheStep);
      end(new Error('broke'));
      // Its breakdown is settled after the rollback: whether before or after the compensation is a matter of luck.
      expect(outcomesIn(await doing)).toMatchObject([{ result: 'technical' }]);
      expect(outcomesIn(await undoing)).toEqual([success]);
      expect(outcomesIn(await barrier.pass(step('do', 'order-1', 2), leaving('charged')))).toMatchObject([
        { result: 'technical', failure: { code: 'step-already-compensated' } },
      ]);
      expect(await schema.effects()).toEqual([]);
    });

    it('lets the compensation pass between a refused work and its answer, without effect', async () => {
      const { doing, end } = await commandInHand({
        result: 'business',
        failure: { code: 'no', message: 'no' },
      });
      const undoing = barrier.pass(step('undo'), leaving('refunded'));
      await until(somebodyWaitsForTheStep);
      end();
      expect(outcomesIn(await undoing)).toEqual([success]);
      expect(outcomesIn(await doing)).not.toContainEqual(success);
      expect(await schema.effects()).toEqual([]);
    });

    it('lets a zombie with the same command wait, then gives it the stored answer', async () => {
      const { doing, end } = await commandInHand();
      const zombie = barrier.pass(step('do'), leaving('charged by a zombie'));
      await until(somebodyWaitsForTheStep);
      end();
      expect(outcomesIn(await zombie)).toEqual(outcomesIn(await doing));
      expect(await schema.effects()).toEqual(['charged']);
    });

    it('lets a question wait for what becomes of the command', async () => {
      const { doing, end } = await commandInHand();
      const asking = barrier.recordOf('order-1', 'charge');
      await until(somebodyWaitsForTheStep);
      end();
      await doing;
      expect(await asking).toEqual({ do: { attempt: 1, outcome: success } });
    });

    it('lets no question wait for ever: the step is in hand', async () => {
      const { doing, end } = await commandInHand();
      expect(await barrier.recordOf('order-1', 'charge')).toBe('in-hand');
      end();
      expect(outcomesIn(await doing)).toEqual([success]);
    });

    it('holds for many sagas at once: charged then refunded, or neither', async () => {
      const sagas = Array.from({ length: 100 }, (_, index) => `order-${index}`);
      const passages = sagas.flatMap((sagaId, index) => {
        const doing = () => barrier.pass(step('do', sagaId), leaving(`${sagaId} charged`));
        const undoing = () => barrier.pass(step('undo', sagaId), leaving(`${sagaId} refunded`));
        return index % 2 ? [doing, undoing, doing] : [undoing, doing, doing];
      });
      await Promise.all(passages.map((passage) => passage()));
      const effects = await schema.effects();
      for (const sagaId of sagas) {
        const own = effects.filter((effect) => effect.startsWith(`${sagaId} `));
        expect([[], [`${sagaId} charged`, `${sagaId} refunded`]]).toContainEqual(own);
      }
    });
  });

  describe('when something goes away', () => {
    it('publishes from the outbox what a crashed process left, in order and once', async () => {
      await barrier.pass(step('do'), leaving('charged'));
      await barrier.pass(step('undo'), leaving('refunded'));
      const published: OutgoingMessage[] = [];
      const heirs = [1, 2].map(() => postgresBarrier(schema.pool, { schema: schema.name, sweepAfterMs: 1 }));
      for (const heir of heirs) await heir.start(async (messages) => void published.push(...messages));
      await until(async () => (await rowsIn('saga_outbox')) === 0);
      for (const heir of heirs) await heir.stop();
      expect(published.map(({ key, headers, value }) => [key, headers, value.toString()])).toEqual([
        ['charged', { effect: 'charged' }, JSON.stringify(success)],
        ['refunded', { effect: 'refunded' }, JSON.stringify(success)],
      ]);
    });

    it('keeps the outbox while the broker is away', async () => {
      await barrier.pass(step('do'), leaving('charged'));
      const errors: unknown[] = [];
      const heir = postgresBarrier(schema.pool, {
        schema: schema.name,
        sweepAfterMs: 1,
        onSweepError: (error) => errors.push(error),
      });
      await heir.start(() => Promise.reject(new Error('the broker is away')));
      await until(() => errors.length > 1);
      await heir.stop();
      expect(await rowsIn('saga_outbox')).toBe(1);
    });

    it('says that the message must wait when the database is away', async () => {
      const nowhere = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing' });
      const away = postgresBarrier(nowhere);
      await expect(away.pass(step('do'), leaving('charged'))).rejects.toThrow(BarrierUnavailable);
      await expect(away.recordOf('order-1', 'charge')).rejects.toThrow(BarrierUnavailable);
      await nowhere.end();
    });

    it('survives the loss of one connection: the command broke and may be tried again', async () => {
      const cutOff = (tx: PoolClient) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      expect(outcomesIn(await barrier.pass(step('do'), leaving('charged', cutOff)))).toMatchObject([
        { result: 'technical', failure: { code: 'broke' } },
      ]);
      await barrier.pass(step('do', 'order-1', 2), leaving('charged'));
      expect(await schema.effects()).toEqual(['charged']);
    });
  });

  it('forgets what is published', async () => {
    const { receipts } = await barrier.pass(step('do'), leaving('charged'));
    expect(await rowsIn('saga_outbox')).toBe(1);
    await barrier.published(receipts);
    expect(await rowsIn('saga_outbox')).toBe(0);
  });

  it('forgets steps that are old enough', async () => {
    await barrier.pass(step('do'), leaving('charged'));
    expect(await barrier.forget(new Date(Date.now() - 60_000))).toBe(0);
    expect(await barrier.forget(new Date(Date.now() + 60_000))).toBe(1);
  });

  it('keeps every string that JSON can say', async () => {
    const odd: Outcome = { result: 'success', output: { text: '\u0000 \ud800 é' } };
    const passage = leaving('charged');
    await barrier.pass(step('do'), { ...passage, run: async () => passage.answer(odd) });
    expect(outcomesIn(await barrier.pass(step('do'), passage))).toEqual([odd]);
  });

  it('runs a transaction again that a strict isolation level rejected', async () => {
    await schema.pool.query(`CREATE TABLE ${schema.name}.account AS SELECT 0 AS cents`);
    const strict = postgresBarrier(schema.pool, { schema: schema.name, isolationLevel: 'SERIALIZABLE' });
    const add = async (tx: PoolClient) => {
      const { rows } = await tx.query<{ cents: number }>(`SELECT cents FROM ${schema.name}.account`);
      await tx.query(`UPDATE ${schema.name}.account SET cents = $1`, [(rows[0]?.cents ?? 0) + 1]);
    };
    await Promise.all(
      ['order-1', 'order-2'].map((sagaId) => strict.pass(step('do', sagaId), leaving(sagaId, add))),
    );
    const { rows } = await schema.pool.query(`SELECT cents FROM ${schema.name}.account`);
    expect(rows).toEqual([{ cents: 2 }]);
  });

  it('says what to do when its tables are missing', async () => {
    const unready = postgresBarrier(schema.pool, { schema: `${schema.name}_empty` });
    await expect(unready.start(async () => {})).rejects.toThrow(/saga_barrier.*missing.*migrate\(\)/);
  });
});
