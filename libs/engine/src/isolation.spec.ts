import { ScriptedSaga } from './testing/scripted-saga.js';

const TRANSFER = `
name: transfer
steps:
  - name: debit
    command: bank.debit
    lock: { key: "'account:' + input.from", conflict: wait, timeout: 1s }
    reread: { command: bank.balance, unchanged: reread.cents == input.seen }
    compensate: bank.credit
  - name: credit
    command: bank.credit
    pivot: true
    lock: { key: "'account:' + input.to", conflict: fail }
`;
const INPUT = { from: 'a', to: 'b', seen: 100 };
const releases = (saga: ScriptedSaga) =>
  saga.story.effects.flatMap((effect) =>
    effect.type === 'send-command' && effect.command === 'locks.release'
      ? [[effect.step, effect.direction, effect.input.key]]
      : [],
  );

describe('a semantic lock', () => {
  it('is asked for before the step, and given up with the end of the saga', () => {
    const saga = new ScriptedSaga(TRANSFER, INPUT);
    expect(saga.sent).toEqual(['debit.lock#1']);
    expect(saga.latest('send-command')).toMatchObject({
      command: 'locks.acquire',
      input: { key: 'account:a', conflict: 'wait' },
    });
    saga.succeeds('debit.lock');
    saga.succeeds('debit.reread', { cents: 100 });
    saga.succeeds('debit');
    saga.succeeds('credit.lock');
    expect(releases(saga)).toEqual([]);
    saga.succeeds('credit');
    expect(saga.status).toBe('completed');
    expect(releases(saga)).toEqual([
      ['debit.lock', 'undo', 'account:a'],
      ['credit.lock', 'undo', 'account:b'],
    ]);
    expect(saga.succeeds('undo debit.lock#1')).toMatchObject({ code: 'late-reply' });
  });

  it('that another saga holds is asked for again, or refused: then all is undone and given up', () => {
    const saga = new ScriptedSaga(TRANSFER, INPUT);
    saga.breaks('debit.lock', 'locked');
    saga.passes(300);
    expect(saga.sent).toEqual(['debit.lock#1', 'debit.lock#2']);
    saga.succeeds('debit.lock');
    saga.succeeds('debit.reread', { cents: 100 });
    saga.succeeds('debit');
    saga.refuses('credit.lock', 'locked');
    expect(saga.state.failure).toMatchObject({ code: 'locked', step: 'credit.lock' });
    saga.succeeds('undo debit');
    expect(saga.status).toBe('compensated');
    expect(releases(saga)).toEqual([['debit.lock', 'undo', 'account:a']]);
  });
});

describe('what was read before', () => {
  it('is read again, and a step whose ground has changed is not begun', () => {
    const saga = new ScriptedSaga(TRANSFER, INPUT);
    saga.succeeds('debit.lock');
    expect(saga.sent.at(-1)).toBe('debit.reread#1');
    saga.succeeds('debit.reread', { cents: 90 });
    expect(saga.state.failure).toEqual({
      code: 'changed-meanwhile',
      message: 'read again, it is no longer true that reread.cents == input.seen',
      step: 'debit',
    });
    expect(saga.status).toBe('compensated');
    expect(saga.sent).not.toContain('debit#1');
  });
});

describe('the order of undoing', () => {
  const saga = (order: string) => {
    const run = new ScriptedSaga(`
name: provision
compensation: { order: ${order} }
steps:
  - { name: tenant, command: t.create, compensate: { command: t.drop${order.startsWith('custom') ? ', after: [database, dns]' : ''} } }
  - name: parts
    parallel:
      branches:
        data:
          - { name: database, command: d.create, compensate: d.drop }
          - { name: schema, command: d.migrate, compensate: d.clear }
        net: [{ name: dns, command: n.add, compensate: n.remove }]
  - { name: count, command: m.count, compensate: m.uncount, commutative: true }
  - { name: open, command: t.open, compensate: none }
`);
    for (const step of ['tenant', 'database', 'schema', 'dns', 'count']) run.succeeds(step);
    return run;
  };
  const undoneBy = (run: ScriptedSaga) =>
    run.sent.filter((address) => address.startsWith('undo')).map((a) => a.slice(5, -2));

  const turnRound = (order: string) => {
    const run = saga(order);
    run.operator('cancel');
    return run;
  };

  it('is backwards, one at a time; what is commutative waits for nobody', () => {
    const run = turnRound('reverse');
    expect(undoneBy(run)).toEqual(['count', 'schema']);
    for (const step of ['schema', 'dns', 'count', 'database']) run.succeeds(`undo ${step}`);
    expect(undoneBy(run)).toEqual(['count', 'schema', 'dns', 'database', 'tenant']);
  });

  it('is side by side for what stood side by side', () => {
    const run = turnRound('parallel');
    expect(undoneBy(run)).toEqual(['count', 'schema', 'dns']);
    run.succeeds('undo dns');
    run.succeeds('undo schema');
    run.succeeds('undo database');
    expect(undoneBy(run).slice(3)).toEqual(['database', 'tenant']);
  });

  it('is as the steps say, also when fewer may be under way than wait', () => {
    const run = turnRound('custom, concurrency: 1');
    for (const step of ['count', 'schema', 'dns', 'database', 'tenant']) run.succeeds(`undo ${step}`);
    expect(run.status).toBe('compensated');
  });

  it('is as the steps say', () => {
    const run = turnRound('custom');
    expect(undoneBy(run).sort()).toEqual(['count', 'database', 'dns', 'schema']);
    run.succeeds('undo dns');
    run.succeeds('undo database');
    expect(undoneBy(run)).toContain('tenant');
  });
});
