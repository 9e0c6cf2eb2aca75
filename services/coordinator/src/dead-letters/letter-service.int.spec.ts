import { setTimeout as pause } from 'node:timers/promises';
import type { OutgoingMessage } from '@saga/bus';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { LetterExchange } from '../testing/letter-exchange.js';
import type { LetterFix } from './redrive-message.js';

const COMMANDS = 'saga.command.payments';
const WHY = { by: 'ann', reason: 'it is mended' };
const ORDER = { steps: [{ name: 'charge', command: 'payments.charge', compensate: 'payments.refund' }] };

let database: TestDatabase;
let exchange: LetterExchange;

beforeAll(async () => {
  database = await createTestDatabase();
  exchange = await LetterExchange.open(database.url, [COMMANDS, 'shop', 'parcels']);
  await exchange.register({ name: 'order', ...ORDER });
  await exchange.register({
    name: 'chat',
    steps: [
      { name: 'first', signal: 'hello' },
      { name: 'second', signal: 'hello' },
    ],
  });
});
afterAll(async () => {
  await exchange.close();
  await database.dispose();
});

const redrive = (id: string, fix?: LetterFix) => exchange.coordinator.letters.redrive(id, WHY, fix);
const tryRedrive = (id: string, fix?: LetterFix) => exchange.coordinator.letters.tryRedrive(id, fix);
const find = (id: string) => exchange.coordinator.store.deadLetters.find(id);
/** Publishes a message that comes to nothing, and gives the letter that it becomes. */
async function letterOf(message: OutgoingMessage, code: string) {
  await exchange.bus.publish([message]);
  const [letter] = await exchange.letters({ saga: message.headers['ce_sagaid'], code });
  return letter!;
}
const withValue = (message: OutgoingMessage, value: string | Buffer): OutgoingMessage => ({
  ...message,
  value,
});
const sagasOf = async (id: string) => (await tryRedrive(id)).effects;

describe('a redrive', () => {
  it('lets a message be handled that was given up, once however often it is asked for or comes', async () => {
    const start = exchange.start('late-1', 'late');
    const { id } = await letterOf(start, 'unknown-definition');
    await exchange.register({ name: 'late', ...ORDER });
    await Promise.all([redrive(id), redrive(id)]);
    await redrive(id);
    await exchange.untilState('late-1', 'running');

    const [first, second] = exchange.copiesOf(start);
    expect(second).toMatchObject({
      key: first!.key,
      value: first!.value,
      headers: { ...first!.headers, ce_sagaredriveof: id },
    });
    await exchange.bus.publish([{ ...start, headers: second!.headers }]);
    await exchange.bus.publish([exchange.success('late-1', 'charge')]);
    await exchange.untilState('late-1', 'completed');
    expect(exchange.copiesOf(start)).toHaveLength(3);
    expect(await exchange.letters({ saga: 'late-1' })).toMatchObject([
      { state: 'redriven', closed: { ...WHY, fix: {} } },
    ]);
  });

  it('of a signal that came before its saga gives it the signal once', async () => {
    const signal = exchange.signal('hi', 'chat-1', 'hello');
    const { id } = await letterOf(signal, 'unknown-saga');
    await exchange.bus.publish([exchange.start('chat-1', 'chat')]);
    await exchange.untilState('chat-1', 'running');
    await redrive(id);
    while (exchange.copiesOf(signal).length < 2) await pause(5);
    await exchange.bus.publish([signal, exchange.signal('next', 'chat-1', 'hello')]);
    await exchange.untilState('chat-1', 'completed');
    const history = await exchange.coordinator.store.queries.history('chat-1');
    expect(history.filter(({ type }) => type === 'step-succeeded')).toHaveLength(2);
  });

  it('sends a message that is mended', async () => {
    const start = exchange.start('mended', 'order');
    const { id } = await letterOf(withValue(start, '{"definition":7,"input":{"cents":1}}'), 'invalid-value');
    await redrive(id, { patch: [{ op: 'replace', path: '/definition', value: 'order' }] });
    await exchange.untilState('mended', 'running');
    expect(String(exchange.copiesOf(start).at(-1)!.value)).toBe('{"definition":"order","input":{"cents":1}}');
  });

  it('refuses a message that would come back at once, and says what to mend', async () => {
    const bad = withValue(exchange.start('bad', 'order'), '{"definition": ');
    const { id } = await letterOf(bad, 'malformed-json');
    await expect(redrive(id)).rejects.toMatchObject({
      code: 'still-malformed',
      field: 'value',
      fix: 'send valid JSON',
    });
    await expect(redrive(id, { value: { definition: 'order' } })).rejects.toMatchObject({ field: 'input' });
    expect(await find(id)).toMatchObject({ state: 'open' });
    expect(exchange.copiesOf(bad)).toHaveLength(1);
  });

  it('refuses a message that its sender has sent again, and was handled', async () => {
    const start = exchange.start('resent', 'order');
    const { id } = await letterOf(withValue(start, '{'), 'malformed-json');
    await exchange.bus.publish([start]);
    await exchange.untilState('resent', 'running');
    const fix = { value: { definition: 'order', input: {} } };
    await expect(redrive(id, fix)).rejects.toMatchObject({ code: 'already-handled' });
    await expect(tryRedrive(id, fix)).rejects.toMatchObject({ code: 'already-handled' });
  });

  it('says of another decision about the letter who took the first, and when', async () => {
    const { id } = await letterOf(exchange.success('nobody-1', 'charge'), 'unknown-saga');
    await redrive(id);
    const refused = {
      code: 'dead-letter-closed',
      message: expect.stringContaining('was redriven by ann at 20'),
    };
    await expect(exchange.coordinator.letters.discard(id, WHY)).rejects.toMatchObject(refused);
    await expect(redrive(id, { key: 'other' })).rejects.toMatchObject(refused);
    await expect(redrive('999999')).rejects.toMatchObject({ code: 'unknown-dead-letter' });
  });

  it('knows a message that comes back, how often, and who sent it last', async () => {
    const reply = exchange.success('nobody-2', 'charge');
    const first = await letterOf(reply, 'unknown-saga');
    await redrive(first.id);
    const [second] = await exchange.letters({ saga: 'nobody-2', state: 'open' });
    // Mended, it comes back for another reason, and as another message.
    await redrive(second!.id, { headers: { ce_id: 'other', ce_sagaid: 'late-1', ce_sagastep: 'paint' } });
    const [third] = await exchange.letters({ saga: 'late-1', code: 'unknown-step' });
    expect(third!.recurrence).toEqual({
      ...{ seen: 3, cameBack: 2, firstAt: first.givenUpAt },
      lastRedrive: { letter: second!.id, by: 'ann', at: expect.any(Date) },
    });
  });

  it('sends the command that a participant gave up to its topic, its bytes as they were', async () => {
    const value = Buffer.from([0x0a, 0x02, 0x0a, 0x00]);
    const command = exchange.codec.encode({
      ...{ kind: 'command', id: 'c-1', name: 'payments.charge', sagaId: 'c-1', step: 'charge', attempt: 1 },
      ...{ direction: 'do', input: {}, time: new Date().toISOString() },
    });
    const { ce_sagastep: step, ...others } = command.headers;
    const headers = { ...others, 'content-type': 'application/protobuf' };
    await exchange.giveUp('payments', 'missing-header', { ...command, headers, value });
    const [letter] = await exchange.letters({ group: 'payments', code: 'missing-header' });
    await expect(redrive(letter!.id)).rejects.toMatchObject({ field: 'ce_sagastep' });
    await redrive(letter!.id, { headers: { ce_sagastep: step! } });
    while (exchange.copiesOf(command).length < 1) await pause(5);
    expect(exchange.copiesOf(command)[0]).toMatchObject({ topic: COMMANDS, key: 'c-1', value });
  });

  it('goes out later when the broker does not take it, and is kept until then', async () => {
    const start = exchange.start('away-1', 'away');
    const { id } = await letterOf(start, 'unknown-definition');
    await exchange.register({ name: 'away', ...ORDER });
    const publish = jest
      .spyOn(exchange.bus, 'publish')
      .mockRejectedValueOnce(new Error('the broker is away'));
    await redrive(id);
    expect(publish).toHaveBeenCalledTimes(1);
    await exchange.untilState('away-1', 'running');
    expect(exchange.copiesOf(start)).toHaveLength(2);
    publish.mockRestore();
  });
});

describe('a trial of a redrive', () => {
  it('says what would be sent, and what the saga would do, and does nothing', async () => {
    await exchange.bus.publish([exchange.start('tried', 'order')]);
    await exchange.untilState('tried', 'running');
    const reply = exchange.success('tried', 'charge');
    const { id } = await letterOf(withValue(reply, '{"output":"paid"}'), 'invalid-value');
    const rows = async () =>
      (
        await database.pool.query(
          `SELECT l.xmin, l.xmax, l.state FROM saga.dead_letters l WHERE id = $1
           UNION ALL SELECT s.xmin, s.xmax, s.status FROM saga.sagas s WHERE id = 'tried'`,
          [id],
        )
      ).rows as object[];
    const before = await rows();
    const seen = exchange.seen.length;

    const trial = await tryRedrive(id, { patch: [{ op: 'replace', path: '/output', value: {} }] });
    expect(trial).toEqual({
      message: {
        ...{ topic: 'saga.reply', key: 'tried', bytes: 13 },
        headers: { ...reply.headers, ce_sagaredriveof: id },
        value: { format: 'json', data: { output: {} } },
      },
      effects: [
        {
          ...{ saga: 'tried', state: 'running', isAwaited: true, because: null },
          sends: [
            { topic: 'saga.lifecycle', type: 'saga.lifecycle.step-succeeded' },
            { topic: 'saga.lifecycle', type: 'saga.lifecycle.completed' },
          ],
        },
      ],
    });
    await pause(50);
    expect(exchange.seen).toHaveLength(seen);
    expect(await rows()).toEqual(before);
  });

  it('says why a saga would not take the message', async () => {
    const { id } = await letterOf(exchange.success('nobody-3', 'charge'), 'unknown-saga');
    expect(await sagasOf(id)).toMatchObject([
      { saga: 'nobody-3', state: null, isAwaited: false, because: { code: 'unknown-saga' }, sends: [] },
    ]);
    await exchange.bus.publish([exchange.start('nobody-3', 'order')]);
    await exchange.untilState('nobody-3', 'running');
    expect(await sagasOf(id)).toMatchObject([{ state: 'running', isAwaited: true }]);
    await redrive(id);
    await exchange.untilState('nobody-3', 'completed');
    const other = await letterOf(exchange.success('nobody-3', 'paint'), 'unknown-step');
    expect(await sagasOf(other.id)).toMatchObject([
      { state: 'completed', because: { code: 'unknown-step' } },
    ]);
  });

  it('names the sagas that an event would start, and those that wait for it', async () => {
    const steps = [
      {
        name: 'come',
        event: { topic: 'parcels', type: 'parcel.come', key: 'input.no', match: 'event.data.no' },
      },
    ];
    const startOn = [{ event: 'parcel.sent', topic: 'shop', key: 'event.data.no' }];
    await exchange.register({ name: 'parcel', startOn, steps });
    const event = (type: string, topic: string, data: object) =>
      exchange.codec.encodeDomainEvent(
        {
          kind: 'event',
          id: `${type} 7`,
          source: 'post',
          type,
          data: data as never,
          time: new Date().toISOString(),
        },
        { topic, key: '7' },
      );
    await exchange.bus.publish([event('parcel.sent', 'shop', {}), event('parcel.come', 'parcels', {})]);
    const letterOn = async (topic: string) =>
      (await exchange.letters({ topic, code: 'invalid-value' }))[0]!.id;
    const [sent, come] = [await letterOn('shop'), await letterOn('parcels')];
    const fix = { value: { no: 7 } };
    expect((await tryRedrive(sent, fix)).effects).toMatchObject([
      { saga: 'parcel:7', state: null, isAwaited: true },
    ]);
    expect((await tryRedrive(come, fix)).effects).toEqual([]);
    await redrive(sent, fix);
    await exchange.untilState('parcel:7', 'running');
    expect((await tryRedrive(come, fix)).effects).toMatchObject([
      { saga: 'parcel:7', state: 'running', isAwaited: true },
    ]);
    await redrive(come, fix);
    await exchange.untilState('parcel:7', 'completed');
  });
});

describe('what is done to many letters', () => {
  const sweepOf = (code: string, after?: { letter: string; end: string } | null) => ({
    filter: { code },
    limit: 3,
    ...(after && { after }),
  });

  it('goes through them in pages, the oldest first, and ends though some come back', async () => {
    const ids = ['m1', 'm2', 'm3', 'm4', 'm5'];
    await exchange.bus.publish(ids.map((id) => exchange.success(id, 'charge')));
    await exchange.letters({ code: 'unknown-saga', state: 'open' }, 5);
    const open = (await exchange.letters({ code: 'unknown-saga', state: 'open' }))
      .map(({ id }) => id)
      .reverse();
    const swept: string[] = [];
    let page = await exchange.coordinator.letters.redriveMany(sweepOf('unknown-saga'), WHY);
    expect(page).toMatchObject({ left: open.length - 3, next: { letter: open[2] } });
    for (; ; page = await exchange.coordinator.letters.redriveMany(sweepOf('unknown-saga', page.next), WHY)) {
      swept.push(...page.letters.map(({ id }) => id));
      await exchange.letters({ code: 'unknown-saga', state: 'open', cameBack: true }, swept.length - 1);
      if (!page.next) break;
    }
    expect(swept).toEqual(open);
  });

  it('says of each why nothing was done to it, and goes on', async () => {
    const bad = ['n1', 'n2'].map((id) => withValue(exchange.start(id, 'order'), 'x'));
    await exchange.bus.publish(bad);
    await exchange.letters({ saga: 'n2' });
    const tried = await exchange.coordinator.letters.tryRedriveMany(sweepOf('malformed-json'));
    expect(tried.letters.at(-1)).toMatchObject({
      trial: null,
      refusal: { code: 'still-malformed', field: 'value' },
    });
    const { letters } = await exchange.coordinator.letters.discardMany(sweepOf('malformed-json'), WHY);
    expect(letters.every(({ refusal }) => refusal === null)).toBe(true);
    expect(await find(letters[0]!.id)).toMatchObject({ state: 'discarded', closed: WHY });
  });
});

it('what is no dead letter is kept too, whole, and can not be redriven', async () => {
  await exchange.bus.publish([{ topic: 'saga.dead-letter', key: 'k', headers: { a: 'b' }, value: 'hello' }]);
  const [letter] = await exchange.letters({ code: 'unreadable-letter' });
  expect(await find(letter!.id)).toMatchObject({
    ...{ consumerGroup: 'saga-coordinator.dead-letters', cause: { field: 'ce_specversion' } },
    original: { topic: 'saga.dead-letter', key: 'k', headers: { a: 'b' }, value: Buffer.from('hello') },
  });
  await expect(redrive(letter!.id)).rejects.toMatchObject({ code: 'not-redrivable' });
  await exchange.coordinator.letters.discard(letter!.id, WHY);
  await exchange.coordinator.letters.discard(letter!.id, WHY);
});
