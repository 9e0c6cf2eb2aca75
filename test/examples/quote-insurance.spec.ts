import { after, refuse, sagaTest, staySilent, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { house: 'Main 1', customer: 'ann@example.com' };

function market() {
  return sagaTest(readExample('quote-insurance'))
    .participant('appraiser', { 'appraiser.value': succeed({ cents: 40_000_000 }) })
    .participant('alpina', { 'alpina.quote': after('3h', succeed({ premium: 310 })) })
    .participant('borealis', { 'borealis.quote': after('1h', succeed({ premium: 290 })) })
    .participant('corona', { 'corona.quote': after('2h', succeed({ premium: 350 })) });
}

const undone = ({ commands }: { commands: { name: string; direction: string }[] }) =>
  commands.filter(({ direction }) => direction === 'undo').map(({ name }) => name);

describe('quote-insurance', () => {
  it('goes on with the first two offers, and withdraws the request from the third', async () => {
    const saga = await market().run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.at(-1)!.input.offers).toEqual([
      { insurer: 'Borealis', premium: 290 },
      { insurer: 'Corona', premium: 350 },
    ]);
    expect(undone(saga)).toEqual(['alpina.withdraw']);
  });

  it('waits for the third when one declines', async () => {
    const saga = await market()
      .participant('corona', { 'corona.quote': refuse('too-old') })
      .run(input);
    expect(saga.commands.at(-1)!.input.offers).toEqual([
      { insurer: 'Alpina', premium: 310 },
      { insurer: 'Borealis', premium: 290 },
    ]);
    expect(undone(saga)).toEqual([]);
  });

  it('has no offer to make when two fail', async () => {
    const saga = await market()
      .participant('alpina', { 'alpina.quote': staySilent() })
      .participant('corona', { 'corona.quote': refuse('too-old') })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual(['appraise']);
    expect(undone(saga).sort()).toEqual(['alpina.withdraw', 'borealis.withdraw']);
  });

  it('comes to a known end whatever fails', async () => {
    expect((await market().explore(input)).table()).toMatchInlineSnapshot(`
      "step            failure     ends             standing
      appraise        refused     compensated      nothing
      appraise        broken      compensated      nothing
      appraise        silent      compensated      nothing
      appraise        reply lost  compensated      appraise
      askAlpina       refused     completed        appraise, askBorealis, askCorona, offer
      askAlpina       broken      completed        appraise, askBorealis, askCorona, offer
      askAlpina       silent      completed        appraise, askBorealis, askCorona, offer
      askAlpina       reply lost  completed        appraise, askBorealis, askCorona, offer
      askBorealis     refused     completed        appraise, askAlpina, askCorona, offer
      askBorealis     broken      completed        appraise, askAlpina, askCorona, offer
      askBorealis     silent      completed        appraise, askAlpina, askCorona, offer
      askBorealis     reply lost  completed        appraise, askAlpina, askCorona, offer
      askCorona       refused     completed        appraise, askAlpina, askBorealis, offer
      askCorona       broken      completed        appraise, askAlpina, askBorealis, offer
      askCorona       silent      completed        appraise, askAlpina, askBorealis, offer
      askCorona       reply lost  completed        appraise, askAlpina, askBorealis, offer
      undo askAlpina  refused     needs-attention  appraise, askAlpina, askBorealis, askCorona
      undo askAlpina  broken      needs-attention  appraise, askAlpina, askBorealis, askCorona
      undo askAlpina  silent      needs-attention  appraise, askAlpina
      undo askAlpina  reply lost  needs-attention  appraise
      offer           refused     compensated      appraise
      offer           broken      compensated      appraise
      offer           silent      compensated      appraise
      offer           reply lost  compensated      appraise, offer"
    `);
  });
});
