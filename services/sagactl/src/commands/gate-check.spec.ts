import { compile, parseDefinition } from '@saga/definition';
import { checkGate, type Concern, type Here, type There } from './gate-check.js';

const ORDER = `
name: order
startOn: [{ event: placed, topic: orders, key: event.data.id }]
steps:
  - { name: charge, command: payments.charge, compensate: payments.refund }
  - { name: ship, command: shipping.book, pivot: true }
`;
const PAYOUT = 'name: payout\nsteps: [{ name: send, command: bank.send, compensate: none }]';
const PARENT = 'name: parent\nsteps: [{ name: pay, saga: payout }]';

const plan = (text: string, version = 1) => compile(parseDefinition(text), version);
const here = (...texts: string[]): Here[] =>
  texts.map((text, i) => ({ file: `${i}.yaml`, plan: plan(text) }));

/** A definition with so many sagas that run its first version. */
function there(text: string, sagas = 3, old = text): There {
  const { name, definition } = plan(text);
  const at = [{ step: 'charge', direction: 'do' as const, sagas }];
  const running = sagas > 0 ? [{ version: 1, running: { sagas, at }, plan: plan(old) }] : [];
  return { name, latest: 2, definition, running };
}

const check = (ours: Here[], theirs: There[], partial = false) => checkGate(ours, theirs, { partial });
const why = (concerns: Concern[]) =>
  concerns.map(({ definition, version, step, sagas, why }) => [definition, version, step, sagas, why]);

it('finds nothing in a definition that is as it was, or changed: running sagas keep their version', () => {
  const same = check(here(ORDER), [there(ORDER)]);
  expect(same).toMatchObject({ verdicts: [{ here: 'unchanged', latest: 2 }], problems: [], notes: [] });
  const changed = check(here(`${ORDER}deadline: 1h`), [there(ORDER)]);
  expect(changed).toMatchObject({ verdicts: [{ here: 'changed' }], problems: [], notes: [] });
  expect(check(here(ORDER), [])).toMatchObject({ verdicts: [{ here: 'new', latest: null }], problems: [] });
});

it('finds running sagas of a definition that is missing, and where they are', () => {
  const { verdicts, problems, notes } = check(here(PAYOUT), [there(ORDER), there(PAYOUT, 0)]);
  expect(verdicts).toMatchObject([
    { definition: 'order', here: 'missing' },
    { definition: 'payout', here: 'unchanged' },
  ]);
  expect(why(problems)).toEqual([['order', 1, 'charge', 3, 'its sagas still run, and it is not here']]);
  expect(notes).toEqual([]);
});

it('notes a definition that is missing and of which no saga runs', () => {
  const { problems, notes } = check(here(PAYOUT), [there(ORDER, 0), there(PAYOUT)]);
  expect(problems).toEqual([]);
  expect(notes).toMatchObject([{ definition: 'order', fix: 'sagactl deactivate order' }]);
});

it('finds a definition that is there twice', () => {
  expect(why(check(here(PAYOUT, PAYOUT), []).problems)).toEqual([
    ['payout', null, null, 0, 'it is in 0.yaml and in 1.yaml'],
  ]);
});

it('finds a step whose saga has no definition any more', () => {
  expect(why(check(here(PARENT), []).problems)).toEqual([
    ['parent', null, 'pay', 0, 'the definition "payout", whose saga does this step, is not here'],
  ]);
  expect(check(here(PARENT, PAYOUT), []).problems).toEqual([]);
});

it('finds participants and definitions that just running sagas need', () => {
  const cheaper = ORDER.replace('payments.charge', 'wallet.charge').replace(
    'payments.refund',
    'wallet.refund',
  );
  expect(why(check(here(cheaper), [there(ORDER)]).problems)).toEqual([
    ['order', 1, 'charge', 3, 'needs the participant "payments", which no definition here names any more'],
  ]);
  const alone = PARENT.replace('saga: payout', 'command: bank.send, compensate: none');
  expect(why(check(here(alone), [there(PARENT)]).problems)).toEqual([
    ['parent', 1, 'pay', 3, 'needs the definition "payout", which is not here any more'],
  ]);
});

it('counts participants that undo what an event told of, but not who hears of an undoing by an event', () => {
  const watching = `
name: order
steps:
  - name: watch
    observe:
      key: '"k"'
      events:
        paid: { type: paid, topic: t, match: event.data.k, compensate: payments.refund }
        sent: { type: sent, topic: t, match: event.data.k, compensate: { event: parcel.returned, topic: t } }
`;
  expect(why(check(here(PAYOUT.replace('payout', 'order')), [there(ORDER, 3, watching)]).problems)).toEqual([
    ['order', 1, 'paid', 3, 'needs the participant "payments", which no definition here names any more'],
  ]);
});

it('does not count the keeper of locks among the participants', () => {
  const locking = ORDER.replace('payments.refund }', 'payments.refund, lock: { key: \'"k"\' } }');
  expect(check(here(ORDER), [there(ORDER, 3, locking)]).problems).toEqual([]);
});

it('finds a key that an event did not have before, and notes an event that starts no saga any more', () => {
  const other = ORDER.replace('event.data.id', 'event.data.order');
  expect(check(here(other), [there(ORDER)]).problems).toMatchObject([
    { why: expect.stringContaining('was event.data.id and is event.data.order') },
  ]);
  const none = ORDER.replace(/startOn.*\n/, '');
  expect(check(here(none), [there(ORDER)])).toMatchObject({
    problems: [],
    notes: [{ why: 'placed on orders will start no saga any more' }],
  });
});

it('leaves definitions alone that are deployed from elsewhere, if it is told so', () => {
  expect(check(here(PARENT), [there(ORDER), there(PAYOUT)], true)).toMatchObject({
    verdicts: [{ definition: 'parent' }],
    problems: [],
    notes: [],
  });
});
