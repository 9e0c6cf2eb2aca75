import { discovered, flowsOf } from './testing/discovered.js';

it('reads off what starts, what follows and how long it may take', () => {
  expect(discovered(flowsOf(50, 'o', 'placed paid sent')).rules).toEqual({
    placed: 'starts',
    paid: 'after placed, within 3s',
    sent: 'after paid, within 3s',
  });
});

it('takes what is missing in some of the flows for optional', () => {
  const { rules } = discovered([
    ...flowsOf(50, 'o', 'placed sent'),
    ...flowsOf(20, 'g', 'placed wrapped sent', 50),
  ]);
  expect(rules).toEqual({
    placed: 'starts',
    wrapped: 'after placed, optional',
    sent: 'after placed, within 10s',
  });
});

it('knows failures by their names, and that what does not come then is not optional', () => {
  const { rules, draft } = discovered([
    ...flowsOf(50, 'o', 'placed paid sent'),
    ...flowsOf(10, 'f', 'placed paymentDeclined', 50),
  ]);
  expect(rules).toMatchObject({ paid: 'after placed, within 3s', paymentDeclined: 'fails' });
  expect(draft.events.find(({ name }) => name === 'paymentDeclined')).toMatchObject({
    fails: 'by-name',
    after: [{ name: 'placed' }],
  });
});

it('knows failures by their flows, which do not come to the usual end, and what comes after them', () => {
  const { rules, draft, yaml } = discovered([
    ...flowsOf(90, 'o', 'placed paid sent'),
    ...flowsOf(10, 'f', 'placed paid outOfStock refunded', 90),
  ]);
  expect(rules).toEqual({
    placed: 'starts',
    paid: 'after placed, within 3s',
    sent: 'after paid, within 3s',
    outOfStock: 'fails',
    refunded: 'after paid, optional',
  });
  expect(draft.events.find(({ name }) => name === 'outOfStock')!.fails).toEqual({ lacks: 'sent' });
  expect(yaml).toContain('# Flows with it do not come to sent: a failure?');
  expect(yaml).toContain('# Comes only when something has failed: does it undo something?');
});

it('takes two usual ends for two ways', () => {
  const { rules } = discovered([
    ...flowsOf(60, 'o', 'placed packed sent'),
    ...flowsOf(40, 'p', 'placed packed collected', 60),
  ]);
  expect(rules).toMatchObject({ sent: 'after packed, optional', collected: 'after packed, optional' });
});

it('tells what comes more than once', () => {
  const { yaml, rules } = discovered([
    ...flowsOf(30, 'o', 'placed sent done'),
    ...flowsOf(10, 'p', 'placed sent sent done', 30),
  ]);
  expect(rules).toMatchObject({ sent: 'after placed, within 3s', done: 'after sent, within 10s' });
  expect(yaml).toContain('# Comes more than once in 10 of 40 (25%) of its flows.');
});

it('lists flows that go otherwise, with some to look at', () => {
  const { draft, yaml } = discovered([
    ...flowsOf(97, 'o', 'placed paid sent'),
    ...flowsOf(2, 'early', 'placed sent paid', 97),
    ...flowsOf(1, 'lost', 'placed paid', 99),
    ...flowsOf(2, 'cut', 'paid sent', 100),
    ...flowsOf(1, 'last', 'placed paid sent', 200),
  ]);
  expect(draft.misfits).toEqual([
    { kind: 'before', event: 'sent', other: 'paid', flows: 2, samples: ['early0', 'early1'] },
    { kind: 'without', event: 'sent', flows: 1, samples: ['lost0'] },
    { kind: 'not-started', event: 'placed', flows: 2, samples: ['cut0', 'cut1'] },
  ]);
  expect(yaml).toContain('# 2 flows had sent before paid, such as early0, early1.');
  expect(yaml).toContain('# 1 flow did not fail and had no sent, such as lost0.');
  expect(yaml).toContain('# 2 flows began before placed, or without it, such as cut0, cut1.');
});

it('keeps to the process of its start, and names what else there is', () => {
  const events = [...flowsOf(50, 'o', 'placed paid'), ...flowsOf(30, 'r', 'returned refunded')];
  expect(Object.keys(discovered(events).rules)).toEqual(['placed', 'paid']);
  expect(discovered(events).yaml).toContain('# Not part of it: returned on shop (30 events).');
  expect(discovered(events, { start: 'returned' }).rules).toEqual({
    returned: 'starts',
    refunded: 'after returned, within 3s',
  });
});
