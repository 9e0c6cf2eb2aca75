import { parseDefinition, type SagaDefinition } from '@saga/definition';
import { breakDown, loseReply, refuse, type SagaRun, sagaTest, staySilent, succeed } from '@saga/testkit';
import { checkEffects, type Histories } from './check-effects.js';
import type { ExportedSaga } from './exported-history.js';
import { ledgersOf, type ToldEffect } from './testing/ledger-fixture.js';

const ORDER = `
name: order
steps:
  - name: reserve
    command: stock.reserve
    lock: { key: input.sku }
    compensate: stock.release
  - name: charge
    command: payments.charge
    status: payments.status
    retry: { attempts: 2 }
    compensate: { command: payments.refund, verify: payments.is-refunded }
  - name: ship
    command: shipping.book
    pivot: true
`;
const NOON = Date.parse('2026-01-31T12:00:00Z');

/** A saga as the coordinator would export it. */
function exported({ state, history }: SagaRun, fields: Partial<ExportedSaga> = {}): ExportedSaga {
  return {
    ...{
      kind: 'saga',
      id: state.id,
      definition: state.definition,
      version: state.version,
      state: state.status,
    },
    history: history.map((event, i) => ({ seq: i + 1, ...event, at: new Date(event.at).toISOString() })),
    ...fields,
  };
}

function historiesOf(sagas: ExportedSaga[], definitions = [ORDER], at = NOON + 3_600_000): Histories {
  return {
    at,
    sagas,
    definitions: definitions.map((text, i) => {
      const definition = parseDefinition(text) as SagaDefinition;
      return { kind: 'definition', name: definition.name, version: i + 1, definition };
    }),
  };
}

const run = (scripts: Parameters<ReturnType<typeof sagaTest>['participant']>[1] = {}) =>
  sagaTest(ORDER).participant('payments', scripts).run({ sku: 'tea' }, { at: '2026-01-31T12:00:00Z' });

const effect = (participant: string, step: string, direction: 'do' | 'undo' = 'do'): ToldEffect => {
  return { participant, sagaId: 'order-1', step, direction };
};
const RESERVED = effect('stock', 'reserve');
const RELEASED = effect('stock', 'reserve', 'undo');
const CHARGED = effect('payments', 'charge');
const REFUNDED = effect('payments', 'charge', 'undo');
const VERIFIED = effect('payments', 'charge.verified');
const SHIPPED = effect('shipping', 'ship');
const ALL = ['stock', 'payments', 'shipping'];

function found(saga: ExportedSaga, effects: ToldEffect[], participants = ALL): string[] {
  const { findings } = checkEffects(historiesOf([saga]), ledgersOf(effects), participants);
  return findings.map(({ kind, place }) => `${kind} ${place}`);
}

describe('effects and histories', () => {
  it('agree about a saga that is completed', async () => {
    expect(found(exported(await run()), [RESERVED, CHARGED, SHIPPED])).toEqual([]);
  });

  it('agree about a saga that was refused, and undone', async () => {
    const saga = exported(await run({ 'payments.charge': refuse('card-declined') }));
    expect(found(saga, [RESERVED, RELEASED])).toEqual([]);
  });

  it('agree about a saga that was undone after a step whose reply got lost, or that was never reached', async () => {
    const lost = exported(
      await run({ 'payments.charge': loseReply(9, succeed()), 'payments.status': staySilent(99) }),
    );
    expect(lost.state).toBe('compensated-verified');
    expect(found(lost, [RESERVED, CHARGED, REFUNDED, VERIFIED, RELEASED])).toEqual([]);
    expect(found(lost, [RESERVED, VERIFIED, RELEASED])).toEqual([]);
  });

  it('agree about a saga that is still on its way, whatever has been done of it', async () => {
    const kit = sagaTest(ORDER).participant('payments', { 'payments.charge': staySilent(9) });
    const saga = exported(await (await kit.start({ sku: 'tea' })).advance('1s'));
    expect(saga.state).toBe('running');
    expect(found(saga, [RESERVED])).toEqual([]);
    expect(found(saga, [RESERVED, CHARGED])).toEqual([]);
  });

  it.each<[string, ToldEffect[], string[]]>([
    ['an effect is lost', [RESERVED, SHIPPED], ['lost-effect saga order-1, step charge']],
    [
      'an effect is doubled',
      [RESERVED, CHARGED, { ...CHARGED, attempt: 2 }, SHIPPED],
      ['doubled-effect saga order-1, step charge'],
    ],
    [
      'an effect is of another step',
      [RESERVED, CHARGED, SHIPPED, effect('payments', 'tip')],
      ['unexpected-effect saga order-1, step tip'],
    ],
    [
      'something is undone that was not to be',
      [RESERVED, CHARGED, SHIPPED, REFUNDED],
      ['unexpected-compensation saga order-1, step charge'],
    ],
    [
      'an effect is of no saga',
      [RESERVED, CHARGED, SHIPPED, { ...CHARGED, sagaId: 'order-2' }],
      ['effect-without-saga payments, chain 0, entry 2'],
    ],
  ])('of a completed saga show that %s', async (_what, effects, expected) => {
    expect(found(exported(await run()), effects)).toEqual(expected);
  });

  it.each<[string, ToldEffect[], string[]]>([
    ['a compensation is missing', [RESERVED], ['missing-compensation saga order-1, step reserve']],
    [
      'a compensation is doubled',
      [RESERVED, RELEASED, { ...RELEASED, attempt: 2 }],
      ['doubled-compensation saga order-1, step reserve'],
    ],
    [
      'a step took effect that was refused',
      [RESERVED, CHARGED, RELEASED],
      ['unexpected-effect saga order-1, step charge'],
    ],
    ['an effect is lost together with its compensation', [], ['lost-effect saga order-1, step reserve']],
  ])('of a compensated saga show that %s', async (_what, effects, expected) => {
    const saga = exported(await run({ 'payments.charge': refuse('card-declined') }));
    expect(found(saga, effects)).toEqual(expected);
  });

  it('say nothing of what a person has settled', async () => {
    const stuck = await sagaTest(ORDER)
      .participant('payments', { 'payments.charge': refuse('card-declined') })
      .participant('stock', { 'stock.release': breakDown(99) })
      .run({ sku: 'tea' });
    expect(stuck.status).toBe('needs-attention');
    const skipped = exported(await stuck.skip('ann', 'released by hand'));
    expect(found(skipped, [RESERVED])).toEqual([]);
    expect(found(skipped, [RESERVED, RELEASED])).toEqual([]);
  });

  it('say nothing of participants without a ledger, but name them', async () => {
    const histories = historiesOf([exported(await run())]);
    const checked = checkEffects(histories, ledgersOf([RESERVED, CHARGED]), []);
    expect(checked).toEqual({ findings: [], unchecked: ['shipping'] });
    expect(found(exported(await run()), [RESERVED, CHARGED])).toEqual([
      'lost-effect saga order-1, step ship',
    ]);
  });

  it('say nothing of what was entered later than the histories go', async () => {
    const saga = exported(await run());
    const later = { ...CHARGED, time: '2026-02-01T00:00:00Z' };
    const sound = [RESERVED, CHARGED, SHIPPED];
    expect(found(saga, [...sound, { ...later, sagaId: 'order-2' }, { ...later, step: 'tip' }])).toEqual([]);
  });

  it('show that a history has a gap, or none of its definition is there', async () => {
    const saga = exported(await run());
    const sound = [RESERVED, CHARGED, SHIPPED];
    expect(found({ ...saga, history: saga.history.slice(1) }, sound)).toEqual([
      'broken-history saga order-1',
    ]);
    expect(found({ ...saga, version: 7, history: [] }, sound)).toEqual(['broken-history saga order-1']);
  });

  it('go by what an event has told of as something to be done by its participant', async () => {
    const FLOW = `
name: flow
choreography:
  events:
    placed: { type: order.placed, topic: shop, key: event.data.order, starts: true }
    paid: { type: payment.taken, topic: bank, key: event.data.order, within: 1m, compensate: bank.refund }
    packed: { type: goods.packed, topic: stock, key: event.data.order, within: 5m, compensate: { event: goods.unpacked, topic: stock } }
`;
    const begun = await sagaTest(FLOW).start({ key: 'o-1', event: { order: 'o-1' } });
    await begun.event({ type: 'payment.taken', topic: 'bank', data: { order: 'o-1' } });
    const undone = await begun.toEnd();
    expect(undone.status).toBe('compensated');
    const saga = exported(undone, { id: 'order-1' });
    const refunded = effect('bank', 'paid.undo');
    const check = (effects: ToldEffect[]) =>
      checkEffects(historiesOf([saga], [FLOW]), ledgersOf(effects), ['bank']).findings;
    expect(check([refunded])).toEqual([]);
    expect(check([])).toMatchObject([{ kind: 'lost-effect', place: 'saga order-1, step paid.undo' }]);
  });

  it('go by the steps in loops, each by itself', async () => {
    const PARCELS = `
name: parcels
steps:
  - name: all
    each:
      in: input.parcels
      steps: [{ name: book, command: carrier.book, compensate: carrier.cancel }]
`;
    const saga = exported(await sagaTest(PARCELS).run({ parcels: [1, 2] }), { id: 'order-1' });
    const { findings } = checkEffects(
      historiesOf([saga], [PARCELS]),
      ledgersOf([effect('carrier', 'all[0].book'), effect('carrier', 'all[0].book')]),
      [],
    );
    expect(findings).toMatchObject([
      { kind: 'doubled-effect', place: 'saga order-1, step all[0].book' },
      { kind: 'lost-effect', place: 'saga order-1, step all[1].book' },
    ]);
  });
});
