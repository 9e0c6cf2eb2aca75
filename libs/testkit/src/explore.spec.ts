import { sagaTest } from './index.js';

const definition = `
name: sell
steps:
  - { name: reserve, command: stock.reserve, compensate: stock.release, retry: { attempts: 1 } }
  - { name: pay, command: bank.pay, pivot: true, retry: { attempts: 1 } }
`;

const shop = `
name: shop
steps:
  - { name: list, command: shop.list, compensate: shop.unlist, retry: { attempts: 1 } }
  - { name: sale, saga: sell }
`;

describe('exploring pairs of failures', () => {
  it('tries after each failure whatever can fail then, the compensations too', async () => {
    const exploration = await sagaTest(definition).explore({}, { pairs: true });
    expect(exploration.table()).toMatchInlineSnapshot(`
      "step     failure     and           failure     ends             standing
      reserve  refused                               compensated      nothing
      reserve  broken                                compensated      nothing
      reserve  broken      undo reserve  refused     compensated      nothing
      reserve  broken      undo reserve  broken      compensated      nothing
      reserve  broken      undo reserve  silent      needs-attention  nothing
      reserve  broken      undo reserve  reply lost  needs-attention  nothing
      reserve  silent                                compensated      nothing
      reserve  silent      undo reserve  refused     compensated      nothing
      reserve  silent      undo reserve  broken      compensated      nothing
      reserve  silent      undo reserve  silent      needs-attention  nothing
      reserve  silent      undo reserve  reply lost  needs-attention  nothing
      reserve  reply lost                            compensated      nothing
      reserve  reply lost  undo reserve  refused     needs-attention  reserve
      reserve  reply lost  undo reserve  broken      needs-attention  reserve
      reserve  reply lost  undo reserve  silent      needs-attention  reserve
      reserve  reply lost  undo reserve  reply lost  needs-attention  nothing
      pay      refused                               compensated      nothing
      pay      refused     undo reserve  refused     needs-attention  reserve
      pay      refused     undo reserve  broken      needs-attention  reserve
      pay      refused     undo reserve  silent      needs-attention  reserve
      pay      refused     undo reserve  reply lost  needs-attention  nothing
      pay      broken                                compensated      nothing
      pay      broken      undo reserve  refused     needs-attention  reserve
      pay      broken      undo reserve  broken      needs-attention  reserve
      pay      broken      undo reserve  silent      needs-attention  reserve
      pay      broken      undo reserve  reply lost  needs-attention  nothing
      pay      silent                                needs-attention  reserve
      pay      reply lost                            needs-attention  reserve, pay"
    `);
    expect(exploration.untried).toBe(0);
  });

  it('goes across the sagas that steps start', async () => {
    const { outcomes } = await sagaTest(shop, { sagas: [definition] }).explore({}, { pairs: true });
    const pairs = outcomes.map(({ step, second }) => `${step}, ${second?.step}`);
    expect([...new Set(pairs)]).toContain('sale/pay, undo list');
  });

  it('comes to the same each time', async () => {
    const kit = sagaTest(definition);
    const [once, again] = [await kit.explore({}, { pairs: true }), await kit.explore({}, { pairs: true })];
    expect(again.table()).toBe(once.table());
  });

  it('ends after so many runs, and says what it has not tried', async () => {
    const exploration = await sagaTest(definition).explore({}, { runs: 2 });
    expect(exploration.table()).toMatchInlineSnapshot(`
      "step     failure  ends         standing
      reserve  refused  compensated  nothing
      reserve  broken   compensated  nothing
      and 6 more, not tried: let explore have more runs"
    `);
  });
});
