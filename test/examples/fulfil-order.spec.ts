import { after, breakDown, refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = {
  ...{ order: 'o-1', customer: 'ann@example.com', address: 'Main 1, Ulm' },
  ...{ sku: 'kettle', quantity: 1, cents: 4_900, card: '4111' },
};

function shop() {
  return sagaTest(readExample('fulfil-order'))
    .participant('post', { 'post.ship': succeed({ tracking: 't-1', weight: 900 }) })
    .participant('invoices', { 'invoices.issue': succeed({ number: 'i-1' }) });
}

describe('fulfil-order', () => {
  it('takes the money by card', async () => {
    const saga = await shop().run(input);
    expect(saga.standing).toEqual(['reserve', 'charge', 'ship', 'notify']);
    expect(saga.commands.find(({ name }) => name === 'mail.send')!.input).toMatchObject({
      tracking: 't-1',
      paid: 'by card',
    });
  });

  it('sends an invoice to whom the card is declined', async () => {
    const saga = await shop()
      .participant('cards', { 'cards.charge': refuse('card-declined') })
      .run(input);
    expect(saga.standing).toEqual(['reserve', 'invoice', 'ship', 'notify']);
    expect(saga.step('notify')?.action.input).toMatchObject({ paid: 'by invoice i-1' });
  });

  it('gives the card its money back before the invoice goes out, when nobody knows whether it was taken', async () => {
    const saga = await shop()
      .participant('cards', { 'cards.charge': [breakDown(1, 'no-line'), refuse('card-declined')] })
      .run(input);
    const names = saga.commands.map(({ name }) => name);
    expect(names.indexOf('cards.refund')).toBeLessThan(names.indexOf('invoices.issue'));
    expect(saga.status).toBe('completed');
  });

  it('lets the next order for the same item wait until this one has its end', async () => {
    const kit = shop().participant('post', {
      'post.ship': [after('20s', refuse('no-such-street')), succeed({ tracking: 't-2' })],
    });
    const first = await kit.start(input);
    const next = first.alongside('o-2', { ...input, order: 'o-2' });
    await next.toEnd();
    expect([first.status, next.status]).toEqual(['compensated', 'compensated']);
  });

  it('leaves nothing behind whatever fails before the parcel goes', async () => {
    expect((await shop().explore(input)).table()).toMatchInlineSnapshot(`
      "step     failure     ends             standing
      reserve  refused     compensated      nothing
      reserve  broken      compensated      nothing
      reserve  silent      compensated      nothing
      reserve  reply lost  compensated      nothing
      charge   refused     compensated      nothing
      charge   broken      compensated      nothing
      charge   silent      compensated      nothing
      charge   reply lost  compensated      nothing
      ship     refused     compensated      nothing
      ship     broken      compensated      nothing
      ship     silent      needs-attention  reserve, charge
      ship     reply lost  needs-attention  reserve, charge, ship
      notify   refused     needs-attention  reserve, charge, ship
      notify   broken      needs-attention  reserve, charge, ship
      notify   silent      needs-attention  reserve, charge, ship
      notify   reply lost  needs-attention  reserve, charge, ship, notify"
    `);
  });
});
