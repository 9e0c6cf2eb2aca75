import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus } from '@saga/bus';
import { createCodec } from '@saga/contracts';
import { compile, type JsonObject, parseDefinition, type PlannedCommand } from '@saga/definition';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { BusinessFailure, createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { type CoordinatorProcess, startCoordinatorProcess } from '../integration/coordinator-process.js';
import { readExample } from './read-example.js';

const DEFINITIONS_DIR = join(__dirname, '../../docs/examples/sagas');

/** What participants answer; those that are not named here do all that they are asked. */
const ANSWERS: Record<string, (input: JsonObject) => JsonObject> = {
  'accounts.read': () => ({ version: 7 }),
  'airline.book': () => ({ booking: 'LH-1' }),
  'alpina.quote': () => ({ premium: 310 }),
  'appraiser.value': () => ({ cents: 40_000_000 }),
  'archive.store': ({ account }) => ({ url: `s3://${account as string}` }),
  'audit.file-statement': ({ month }) => (month === '2026-02' ? refuse('objection') : {}),
  'bank.transfer': ({ iban }) => (iban === 'DE-closed' ? refuse('account-closed') : { receipt: 'r-1' }),
  'borealis.quote': () => refuse('too-old'),
  'callcentre.arrange': () => ({ link: 'https://call/1' }),
  'cards.charge': ({ card }) => (card === 'expired' ? refuse('card-declined') : {}),
  'clearing.settle': ({ to }) => (to === 'DE-0' ? refuse('unknown-account') : { reference: 'r-1' }),
  'corona.quote': () => ({ premium: 350 }),
  'courier.plan': ({ visit }) => ({
    id: `s-${visit as number}`,
    from: new Date(Date.now() + 300).toISOString(),
  }),
  'courier.visit': ({ slot }) => ({ delivered: slot === 's-2', signature: 'Ann' }),
  'databases.create': () => ({ url: 'pg://acme' }),
  'directory.accounts-of': () => ({ accounts: ACCOUNTS.map((id) => ({ id, system: 'mail' })) }),
  'hotel.book': ({ city }) => (city === 'Nowhere' ? refuse('full') : { booking: 'H-1' }),
  'identity.create-owner': ({ email }) => (email === 'taken' ? refuse('email-taken') : {}),
  'invoices.issue': () => ({ number: 'i-1' }),
  'ledger.settle': ({ seller }) => ({ cents: (seller as string).length }),
  'post.ship': () => ({ tracking: 't-1' }),
  'registry.check': ({ scan }) => (scan === 'blurred' ? refuse('unreadable') : {}),
  'risk.score': ({ customer }) => ({ points: customer === 'rich' ? 800 : 500 }),
};
const ACCOUNTS = Array.from({ length: 12 }, (_, i) => `a-${i}`);

function refuse(code: string): never {
  throw new BusinessFailure(code, `refused with ${code}`);
}

/** The names of the commands that the sample sagas send, by participant. The coordinator itself keeps the locks. */
function commandsByParticipant(): Map<string, Set<string>> {
  const commands = new Map<string, Set<string>>();
  const note = ({ participant, command }: PlannedCommand) =>
    commands.set(participant, (commands.get(participant) ?? new Set()).add(command));
  for (const file of readdirSync(DEFINITIONS_DIR)) {
    const plan = compile(parseDefinition(readExample(file.replace('.yaml', ''))), 1);
    for (const { action, compensation, child, role } of plan.commands.values()) {
      if (child || role === 'lock' || action.command === `${action.participant}.status`) continue;
      note(action);
      if (compensation) note(compensation);
    }
  }
  return commands;
}

interface ShownSaga {
  id: string;
  state: string;
  output: JsonObject | null;
  steps: { name: string; state: string; input: JsonObject; output: JsonObject | null }[];
  children: { step: string; state: string }[];
}

describe('the sample sagas on the real broker', () => {
  const prefix = `examples-${randomUUID().slice(0, 8)}.`;
  const codec = createCodec({ source: 'examples', prefix });
  let database: TestDatabase;
  let bus: Bus;
  let participants: Participant[];
  let coordinator: CoordinatorProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'examples' });
    participants = [...commandsByParticipant()].map(([name, commands]) => {
      const handlers = Object.fromEntries(
        [...commands].map((command) => [
          command,
          ({ input }: { input: JsonObject }) => ANSWERS[command]?.(input) ?? {},
        ]),
      );
      return createParticipant({ name, bus, barrier: inMemoryBarrier(), handlers, topicPrefix: prefix });
    });
    await bus.ensureTopics([{ name: 'customers.papers' }]);
    await Promise.all(participants.map((participant) => participant.start()));
    coordinator = await startCoordinatorProcess({
      env: {
        DATABASE_URL: database.url,
        TOPIC_PREFIX: prefix,
        CONSUMER_GROUP: `${prefix}coordinator`,
        DEFINITIONS_DIR,
      },
    });
  }, 120_000);

  afterAll(async () => {
    await coordinator?.stop();
    await Promise.all((participants ?? []).map((participant) => participant.stop()));
    await bus?.close();
    await database?.dispose();
  }, 60_000);

  async function post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${coordinator.url}/v1/sagas${path}`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    expect([200, 201]).toContain(answer.status);
  }

  async function show(id: string, wait = 0): Promise<ShownSaga> {
    const path = encodeURIComponent(id);
    return (await (await fetch(`${coordinator.url}/v1/sagas/${path}?wait=${wait}`)).json()) as ShownSaga;
  }

  async function start(definition: string, input: JsonObject): Promise<string> {
    const id = randomUUID();
    await post('', { definition, id, input });
    return id;
  }

  /** Runs a saga to its end. */
  async function run(definition: string, input: JsonObject): Promise<ShownSaga> {
    return show(await start(definition, input), 30);
  }

  /** Resolves when a saga has come to wait at a step. */
  async function untilWaiting(id: string, step: string): Promise<void> {
    while (!(await show(id)).steps.some(({ name, state }) => name === step && state === 'waiting'))
      await pause(50);
  }

  const names = ({ steps }: ShownSaga) => steps.map(({ name }) => name);
  const step = ({ steps }: ShownSaga, name: string) => steps.find((each) => each.name === name);

  it('book-trip books all legs, or none', async () => {
    const trip = { account: 'a-1', cents: 1, from: 'Berlin', nights: 2, traveller: 'ann@example.com' };
    const booked = await run('book-trip', { ...trip, to: 'Lisbon' });
    expect(booked.state).toBe('completed');
    expect(names(booked).sort()).toEqual(['flight', 'hold', 'pay', 'rental', 'room', 'seat', 'tickets']);
    expect(await run('book-trip', { ...trip, to: 'Nowhere' })).toMatchObject({ state: 'compensated' });
  }, 60_000);

  it('renew-subscription sleeps through the trial, and is undone when it is cancelled then', async () => {
    const id = await start('renew-subscription', { customer: 'ann', cents: 990 });
    const asleep = async () => {
      const { rows } = await database.pool.query<{ days: number }>(
        `SELECT extract(day FROM due_at - now())::int AS days FROM saga.timers WHERE saga_id = $1`,
        [id],
      );
      return rows[0]?.days;
    };
    // The first alarm was the reply of "open"; it rings once in vain before the trial is what is waited for.
    while ((await asleep()) !== 26) await pause(200);
    await post(`/${id}/cancel`, { by: 'ann', reason: 'leaves us' });
    expect(await show(id, 30)).toMatchObject({ state: 'compensated' });
  }, 90_000);

  it('approve-loan serves a good customer at once', async () => {
    const saga = await run('approve-loan', { customer: 'rich', cents: 500_000 });
    expect(saga.state).toBe('completed');
    expect(names(saga)).toEqual(['score', 'approveAtOnce', 'payout']);
  }, 60_000);

  it.each([
    ['approve', 'completed', ['score', 'review', 'approveAfterReview', 'payout']],
    ['reject', 'compensated', ['score', 'review', 'decline']],
  ])(
    'approve-loan goes by what a clerk says about another: %s',
    async (answer, state, steps) => {
      const id = await start('approve-loan', { customer: 'fair', cents: 500_000 });
      await untilWaiting(id, 'review');
      await post(`/${id}/${answer}`, { by: 'bob', comment: 'looked at it' });
      const saga = await show(id, 30);
      expect([saga.state, names(saga)]).toEqual([state, steps]);
    },
    60_000,
  );

  it('fulfil-order has an invoice for whom the card is declined', async () => {
    const order = {
      order: 'o-1',
      sku: randomUUID(),
      quantity: 1,
      cents: 4_900,
      address: 'Ulm',
      customer: 'ann',
    };
    const byCard = await run('fulfil-order', { ...order, card: '4111' });
    expect([byCard.state, names(byCard)]).toEqual([
      'completed',
      ['reserve.lock', 'reserve', 'charge', 'ship', 'notify'],
    ]);
    const byInvoice = await run('fulfil-order', { ...order, card: 'expired' });
    expect(byInvoice.state).toBe('completed');
    expect(step(byInvoice, 'notify')?.input).toMatchObject({ paid: 'by invoice i-1' });
  }, 60_000);

  it('transfer-money moves the money, also both ways at once, or proves that it is free again', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const both = await Promise.all([
      run('transfer-money', { from: a, to: b, cents: 100 }),
      run('transfer-money', { from: b, to: a, cents: 7 }),
    ]);
    expect(both.map(({ state }) => state)).toEqual(['completed', 'completed']);
    const failed = await run('transfer-money', { from: a, to: 'DE-0', cents: 100 });
    expect(failed.state).toBe('compensated-verified');
  }, 60_000);

  it('off-board-employee freezes and archives all accounts', async () => {
    const saga = await run('off-board-employee', { employee: 'eva', manager: 'max' });
    expect(saga.state).toBe('completed');
    expect(step(saga, 'handOver')?.input.archives).toEqual(
      ACCOUNTS.map((account) => ({ account, archive: `s3://${account}` })),
    );
  }, 60_000);

  it.each([
    ['2026-01', 'completed', ['completed', 'compensated']],
    ['2026-02', 'compensated', ['compensated', 'compensated']],
  ])(
    'pay-out-marketplace pays by a saga for each seller: %s is %s',
    async (month, state, children) => {
      const sellers = ['open', 'closed'].map((id) => ({ id, iban: `DE-${id}` }));
      const saga = await run('pay-out-marketplace', { month, sellers });
      expect(saga.state).toBe(state);
      const byStep = saga.children.sort((a, b) => a.step.localeCompare(b.step));
      expect(byStep.map((child) => child.state)).toEqual(children);
      expect(names(saga)).toContain('sellers[1].carryOver');
    },
    60_000,
  );

  it('verify-customer takes the papers that come by an event, or asks a person about those that can not be read', async () => {
    const upload = (customer: string, scan: string) =>
      bus.publish([
        codec.encodeDomainEvent(
          {
            ...{ kind: 'event', id: randomUUID(), source: 'web', type: 'papers.uploaded' },
            ...{ data: { customer, scan }, time: new Date().toISOString() },
          },
          { topic: 'customers.papers', key: customer },
        ),
      ]);
    const [ann, bob] = [randomUUID(), randomUUID()];
    const clear = await start('verify-customer', { customer: ann });
    await untilWaiting(clear, 'papers');
    await upload(ann, 'clear');
    expect(step(await show(clear, 30), 'activate')?.input).toMatchObject({ checkedBy: 'registry' });

    const blurred = await start('verify-customer', { customer: bob });
    await upload(bob, 'blurred');
    await untilWaiting(blurred, 'judge');
    await post(`/${blurred}/approve`, { by: 'carl', comment: 'seen in the call' });
    const saga = await show(blurred, 30);
    expect(saga.state).toBe('completed');
    expect(step(saga, 'activate')?.input).toMatchObject({ checkedBy: 'carl' });
  }, 60_000);

  it('deliver-parcel comes again until somebody opens', async () => {
    const saga = await run('deliver-parcel', { parcel: 'large', sender: 'bob' });
    expect(saga.state).toBe('completed');
    expect(names(saga)).toContain('visits[1].visit');
    expect(step(saga, 'visits')?.output).toEqual({ rounds: 2 });
  }, 60_000);

  it('quote-insurance makes an offer of two', async () => {
    const saga = await run('quote-insurance', { house: 'Main 1', customer: 'ann' });
    expect(saga.state).toBe('completed');
    expect(step(saga, 'offer')?.input.offers).toEqual([
      { insurer: 'Alpina', premium: 310 },
      { insurer: 'Corona', premium: 350 },
    ]);
  }, 60_000);

  it('launch-campaign starts when it gets the word', async () => {
    const id = await start('launch-campaign', { campaign: 'spring', cents: 2_000_000 });
    await untilWaiting(id, 'word');
    const time = new Date().toISOString();
    const word = { kind: 'signal', id: randomUUID(), source: 'chat', sagaId: id, name: 'go-ahead' } as const;
    await bus.publish([codec.encode({ ...word, data: { by: 'mia' }, time })]);
    const saga = await show(id, 30);
    expect(saga.state).toBe('completed');
    expect(step(saga, 'start')?.input).toEqual({ campaign: 'spring', by: 'mia' });
  }, 60_000);

  it('launch-campaign is off when somebody cancels it, and tells so', async () => {
    const id = await start('launch-campaign', { campaign: 'autumn', cents: 1 });
    await untilWaiting(id, 'word');
    await post(`/${id}/cancel`, { by: 'mia', reason: 'too expensive' });
    const saga = await show(id, 30);
    expect([saga.state, names(saga).at(-1)]).toEqual(['compensated', 'tell']);
  }, 60_000);

  it('provision-tenant makes all parts, or takes them away', async () => {
    const tenant = { tenant: 'acme', plan: 'large', email: 'ann' };
    expect(await run('provision-tenant', tenant)).toMatchObject({ state: 'completed' });
    expect(await run('provision-tenant', { ...tenant, email: 'taken' })).toMatchObject({
      state: 'compensated',
    });
  }, 60_000);
});
