import { whatIf, type WhatIfOptions } from '../index.js';

const definition = `
name: sell
steps:
  - name: reserve
    command: stock.reserve
    compensate: stock.release
    timeout: 10s
    retry: { attempts: 2, backoff: 1s, jitter: 0 }
  - name: pay
    command: bank.pay
    input: { to: "\${ input.to }" }
    compensate: bank.refund
    timeout: 10s
    retry: { attempts: 2, backoff: 1s, jitter: 0 }
  - { name: send, command: stock.send, pivot: true }
`;

function forecast(options: Partial<WhatIfOptions> = {}) {
  return whatIf(definition, { rate: '2/s', during: '5m', input: { to: 'ada' }, intervals: 15, ...options });
}

describe('what if', () => {
  it('nothing goes wrong: all sagas that begin are completed', () => {
    const { totals } = forecast();
    expect(totals.started).toBeGreaterThan(500);
    expect(totals).toEqual({ ...totals, completed: totals.started, timedOut: 0, undone: 0, open: 0 });
  });

  it('a participant is down: sagas wait, time out and are undone', () => {
    const down = forecast({ fault: 'bank down 2m at 1m' });
    expect(down.table()).toMatchInlineSnapshot(`
      "from    started  open  queued  timed out  completed  undone  need attention
      +0s     57       0     0       0          57         0       0
      +30s    56       0     0       0          56         0       0
      +1m     68       68    122     41         0          0       0
      +1m30s  64       132   344     71         0          0       0
      +2m     57       189   606     60         0          0       0
      +2m30s  61       250   932     55         0          0       0
      +3m     72       0     0       5          109        213     0
      +3m30s  65       0     0       0          65         0       0
      +4m     64       1     0       0          63         0       0
      +4m30s  60       0     0       0          61         0       0
      +5m     0        0     0       0          0          0       0
      +5m30s  0        0     0       0          0          0       0
      +6m     0        0     0       0          0          0       0
      +6m30s  0        0     0       0          0          0       0
      +7m     0        0     0       0          0          0       0
      all     624      0             232        411        213     0"
    `);
    expect(down.plot()).toMatchInlineSnapshot(`
      "started         ▇▇██▇▇███▇       at most 72
      open              ▃▅▇█  ▁        at most 250
      queued            ▂▃▆█           at most 932
      timed out         ▅█▇▇▁          at most 71
      completed       ▅▅    █▅▅▅       at most 109
      undone                █          at most 213
      need attention                   at most 0"
    `);
  });

  it('a participant is slower than sagas come: they wait in line', () => {
    const slow = forecast({
      participants: { bank: { service: '200ms', concurrency: 1 } },
      fault: 'bank slow 4x for 1m at 1m',
    });
    const queued = slow.intervals.map((interval) => interval.queued);
    expect(Math.max(...queued.slice(0, 2))).toBeLessThan(10);
    expect(Math.max(...queued.slice(2, 7))).toBeGreaterThan(40);
    expect(queued.at(-1)).toBe(0);
  });

  it('a command is declined now and then: so many sagas are undone', () => {
    const { started, completed, undone } = forecast({ fault: 'bank.pay declines 20%' }).totals;
    expect(undone / started).toBeGreaterThan(0.15);
    expect(undone / started).toBeLessThan(0.25);
    expect(completed + undone).toBe(started);
  });

  it('it is asked again: the answer is the same, and another with another seed', () => {
    const fault = ['bank down 30s at 1m', 'stock declines 5%'];
    const once = forecast({ fault });
    expect(forecast({ fault })).toEqual(once);
    expect(forecast({ fault, seed: 2 }).table()).not.toBe(once.table());
  });

  it('sagas start others: these are waited for, and undone with them', () => {
    const parent = 'name: shop\nsteps: [{ name: sale, saga: sell, input: { to: "${ input.to }" } }]';
    const options = { rate: '1/s', during: '1m', input: { to: 'ada' }, sagas: [definition] } as const;
    const good = whatIf(parent, options).totals;
    expect(good.completed).toBe(good.started);
    const declined = whatIf(parent, { ...options, fault: 'bank declines 100%' }).totals;
    expect(declined.undone).toBe(declined.started);
  });

  it('is drawn with the time of the fault shaded', () => {
    const svg = forecast({ fault: 'bank down 2m at 1m' }).svg();
    expect(svg.match(/<polyline /g)).toHaveLength(7);
    expect(svg).toContain('fill="#b00020"');
    expect(svg).toContain('sell: 2/s for 5m, bank down 2m at 1m');
  });

  it.each([
    [{ rate: 'often' }, 'rate: "often" is none, write 20/s, 5/m or 100/h'],
    [{ fault: 'bank on fire' }, '"bank on fire" is no fault: say "payments down 20m at 10m"'],
    [{ fault: 'banks down 1m' }, 'there is no participant or command banks, only stock, stock.reserve'],
    [{ fault: 'bank down soon' }, '"soon" is not a duration'],
    [{ input: {} }, 'let input and outputs have what the expressions read'],
  ])('is refused with %j', (options, message) => {
    expect(() => forecast(options)).toThrow(message);
  });
});
