import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from './compile.js';
import { InvalidDefinition } from './fault.js';
import { parseDefinition } from './parse-definition.js';

const plan = compile(
  parseDefinition(`
name: order
deadline: 10m
startOn:
  - { event: order.placed, topic: shop.orders, key: event.data.orderId, input: "\${ event.data }" }
steps:
  - name: reserve
    command: stock.reserve
    input: { sku: "\${ input.sku }" }
    compensate: stock.release
  - name: charge
    command: payments.charge
    timeout: 5s
    retry: { attempts: 7, backoff: 1s, nonRetryable: [card-unreadable] }
    compensate: { command: payments.refund, input: { all: true }, timeout: 1m }
  - name: ship
    command: shipping.book
    pivot: true
  - name: confirm
    command: orders.confirm
    output: { at: "\${ reply.at }" }
`),
  3,
);
const [reserve, charge, ship, confirm] = [...plan.commands.values()];

describe('a compiled definition', () => {
  it('knows its name, version and deadline, and finds steps by name', () => {
    expect(plan).toMatchObject({ name: 'order', version: 3, deadline: 600_000 });
    expect(plan.commands.get('charge')).toBe(charge);
  });

  it('knows how each step stands to the pivot', () => {
    expect([...plan.commands.values()].map(({ path, phase }) => `${path}: ${phase}`)).toEqual([
      'reserve: compensable',
      'charge: compensable',
      'ship: pivot',
      'confirm: retriable',
    ]);
  });

  it('fills in defaults', () => {
    expect(ship!.action).toMatchObject({
      participant: 'shipping',
      timeout: 30_000,
      retry: {
        attempts: 3,
        backoff: 200,
        factor: 2,
        maxBackoff: 60_000,
        jitter: 0.2,
        nonRetryable: new Set(),
      },
    });
  });

  it('tries longer where there is no way back: after the pivot, and in compensations', () => {
    expect(confirm!.action.retry.attempts).toBe(10);
    expect(reserve!.compensation!.retry.attempts).toBe(10);
  });

  it('keeps what is written', () => {
    expect(charge!.action).toMatchObject({
      timeout: 5_000,
      retry: { attempts: 7, backoff: 1_000, nonRetryable: new Set(['card-unreadable']) },
    });
    expect(charge!.compensation).toMatchObject({ command: 'payments.refund', timeout: 60_000 });
  });

  it('gives a compensation the input of its step unless it has one of its own', () => {
    const scope = { input: { sku: 'pen' }, steps: {} };
    expect(reserve!.compensation!.input.render(scope)).toEqual({ sku: 'pen' });
    expect(charge!.compensation!.input.render(scope)).toEqual({ all: true });
  });

  it('makes the output of a step out of the reply, where a template says so', () => {
    expect(confirm!.output!.render({ input: {}, steps: {}, reply: { at: 'noon' } })).toEqual({ at: 'noon' });
    expect(ship!.output).toBeNull();
  });

  it('makes the key and the input of a saga out of the event that starts it', () => {
    const [trigger] = plan.triggers;
    const scope = { event: { data: { orderId: 'o-1', sku: 'pen' } } };
    expect(trigger).toMatchObject({ event: 'order.placed', topic: 'shop.orders' });
    expect(trigger!.key.evaluate(scope)).toBe('o-1');
    expect(trigger!.input!.render(scope)).toEqual({ orderId: 'o-1', sku: 'pen' });
  });
});

it('a definition with faults is refused with all of them, readable', () => {
  const broken = {
    name: 'order',
    startOn: [{ event: 'e', topic: 't', key: 'input.id' }],
    steps: [{ name: 'a', command: 'b.c' }],
  };
  expect(() => compile(broken, 1)).toThrow(InvalidDefinition);
  expect(() => compile(broken, 1)).toThrow(
    [
      'invalid saga definition:',
      '  /startOn/0/key: ${ input.id }: Unknown variable: input (mend the expression (CEL, see docs/definition.md))',
      '  /steps/0/compensate: step "a" comes before any pivot and says nothing of how it is undone (name the compensating command, or write "compensate: none" for a step that changes nothing)',
    ].join('\n'),
  );
});

it.each([
  ['that does not parse', '${ input. }', '/steps/0/input/x'],
  ['that reads a later step', '${ steps.z.id }', '/steps/0/input'],
])('an input %s is blamed once, even if the compensation shares it', (_what, x, path) => {
  const shared = { name: 'a', command: 'b.c', input: { x }, compensate: 'b.undo' };
  expect(() => compile({ name: 'order', steps: [shared] }, 1)).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ path })] }),
  );
});

it.each(['definition', 'flow', 'undoing'])('every saga in docs/%s.md compiles', (page) => {
  const reference = readFileSync(join(import.meta.dirname, `../../../docs/${page}.md`), 'utf8');
  const sagas = [...reference.matchAll(/```yaml\n([^]*?^name:[^]*?)```/gm)].map(([, yaml]) => yaml!);
  expect(sagas).not.toEqual([]);
  for (const saga of sagas) expect(() => compile(parseDefinition(saga), 1)).not.toThrow();
});

describe('groups', () => {
  const { flow, commands } = compile(
    parseDefinition(`
name: trip
steps:
  - name: legs
    parallel:
      branches:
        air:
          - { name: flight, command: air.book, compensate: air.cancel }
          - { name: seat, command: air.seat, compensate: none, input: { flight: "\${ steps.flight.id }" } }
        bed:
          - { name: room, command: hotel.book, compensate: hotel.cancel }
  - { name: pay, command: bank.pay, pivot: true, input: { room: "\${ steps.room.id }" } }
  - name: gift
    choose:
      - when: input.vip
        steps: [{ name: wine, command: hotel.wine }]
      - steps: [{ name: card, command: hotel.card }]
`),
    1,
  );

  it('keep their shape', () => {
    expect(flow).toMatchObject([
      {
        kind: 'parallel',
        path: 'legs',
        join: 2,
        branches: [
          { name: 'air', flow: [{ path: 'flight' }, { path: 'seat' }] },
          { name: 'bed', flow: [{ path: 'room' }] },
        ],
      },
      { kind: 'command', path: 'pay' },
      {
        kind: 'choose',
        path: 'gift',
        options: [{ flow: [{ path: 'wine' }] }, { when: null, flow: [{ path: 'card' }] }],
      },
    ]);
  });

  it('give their steps the place to the pivot that they have themselves', () => {
    expect([...commands.values()].map(({ path, phase }) => `${path}: ${phase}`)).toEqual([
      'flight: compensable',
      'seat: compensable',
      'room: compensable',
      'pay: pivot',
      'wine: retriable',
      'card: retriable',
    ]);
  });
});
