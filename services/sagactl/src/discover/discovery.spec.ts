import { Discovery } from './discovery.js';
import { discovered, flowOf, flowsOf } from './testing/discovered.js';

it('counts an event that comes again once', () => {
  const flows = flowsOf(20, 'o', 'placed paid');
  const { findings } = discovered([...flows, ...flows]);
  expect(findings).toMatchObject({ events: 80, repetitions: 40, flows: 20 });
});

it('takes a flow that came to an end for ended, however recent it is', () => {
  const { findings } = discovered(flowsOf(50, 'o', 'placed paid sent'));
  expect(findings).toMatchObject({ flows: 50, unfinished: { count: 0 } });
});

it('leaves out flows that may go on', () => {
  const { findings, yaml } = discovered([
    ...flowsOf(50, 'o', 'placed paid sent'),
    ...flowOf('new', 49.999, 'placed paid'),
  ]);
  expect(findings).toMatchObject({ flows: 50, unfinished: { count: 1, samples: ['new'] } });
  expect(yaml).toContain('# 1 flow may still go on and was not counted, such as new.');
});

it('joins a type that comes late to the flows that one of its fields names', () => {
  const { findings, rules } = discovered(
    [...flowsOf(50, 'o', 'placed paid'), ...flowsOf(30, 'late', 'placed paid sent', 50)],
    { sample: 60 },
  );
  expect(findings.activities[2]).toMatchObject({ type: 'sent', key: { key: 'event.data.order' }, joins: 1 });
  expect(rules['sent']).toBe('after paid, optional');
});

it('finds the same from any sample', () => {
  const flows = flowsOf(50, 'o', 'placed paid sent');
  expect(discovered(flows, { sample: 10 }).yaml).toBe(discovered(flows).yaml);
});

it('finds the same with few flows open at a time, and tells those that it may have cut short', () => {
  const flows = flowsOf(100, 'o', 'placed paid sent');
  expect(discovered(flows, { openFlows: 2 }).yaml).toBe(discovered(flows).yaml);
  // All at the same time: each event finds the flow of the one before gone.
  const atOnce = Array.from({ length: 20 }, (_, i) => flowOf(`o${i}`, 0, 'placed paid sent')).flat();
  const { findings, yaml } = discovered([...atOnce, ...flowsOf(50, 'p', 'placed paid sent', 1)], {
    openFlows: 5,
  });
  expect(findings.cutShort).toBeGreaterThan(0);
  expect(yaml).toContain('may be cut short');
});

it('tells which events belong to no flow, and which messages are no events', () => {
  const discovery = new Discovery();
  for (const event of flowsOf(20, 'o', 'placed paid')) discovery.observe(event);
  discovery.observe({ ...flowOf('x', 21, 'paid')[0]!, data: {} });
  discovery.skip('missing-header: ce_type', 'shop/0/7');
  const { astray, unreadable } = discovery.findings();
  expect([...astray]).toEqual([[1, { count: 1, samples: ['x:paid:0'] }]]);
  expect([...unreadable]).toEqual([['missing-header: ce_type', { count: 1, samples: ['shop/0/7'] }]]);
});

it('goes by the key that it is told', () => {
  const events = flowsOf(40, 'o', 'placed paid').map((event, i) => ({
    ...event,
    data: { order: event.data, deal: { number: { of: { the: { deal: `d${Math.floor(i / 4)}` } } } } },
  }));
  const path = 'event.data.deal.number.of.the.deal';
  const { findings, draft } = discovered(events, {
    keys: new Map([
      ['placed', path],
      ['paid', path],
    ]),
  });
  expect(findings.flows).toBe(20);
  expect(draft.events.map(({ event }) => event.key)).toEqual([path, path]);
});

it('joins nothing by a key that is not there', () => {
  const discovery = new Discovery({ keys: new Map([['paid', 'event.data.ordre']]) });
  for (const event of flowsOf(20, 'o', 'placed paid')) discovery.observe(event);
  const { activities, astray } = discovery.findings();
  expect(activities[1]).toMatchObject({ key: { key: 'event.data.ordre' }, joins: 0 });
  expect(astray.get(1)!.count).toBe(20);
});

it('has no process where there is none, and knows no more than 200 types', () => {
  const discovery = new Discovery();
  for (let i = 0; i < 205; i++) discovery.observe(flowOf(`o${i}`, i, `type${i}`)[0]!);
  expect(discovery.findings()).toMatchObject({ events: 200, leftOut: 5, flows: 0, process: null });
});
