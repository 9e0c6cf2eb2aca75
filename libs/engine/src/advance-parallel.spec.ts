import { ScriptedSaga } from './testing/scripted-saga.js';

const quotes = (join: string) => `
name: insure
steps:
  - name: quotes
    parallel:
      join: ${join}
      branches:
        a:
          - { name: askA, command: a.quote, compensate: a.withdraw }
          - { name: holdA, command: a.hold, compensate: a.free }
        b: [{ name: askB, command: b.quote, compensate: b.withdraw }]
        c: [{ name: askC, command: c.quote, compensate: c.withdraw }]
  - { name: sign, command: desk.sign, compensate: none, input: { a: "\${ has(steps.holdA) }", b: "\${ has(steps.askB) }" } }
`;

describe('branches of which some are enough', () => {
  it('end with the first one; the others are undone before the saga goes on', () => {
    const saga = new ScriptedSaga(quotes('any'));
    saga.succeeds('askA');
    saga.succeeds('askB');
    expect(saga.status).toBe('running');
    // The flows are undone on their own, so side by side.
    expect(saga.sent.slice(4)).toEqual(['undo holdA#1', 'undo askC#1']);
    saga.succeeds('undo holdA');
    saga.succeeds('undo askC');
    saga.succeeds('undo askA');
    expect(saga.inputOf('sign')).toEqual({ a: false, b: true });
  });

  it('can do without one that fails, which is undone at once', () => {
    const saga = new ScriptedSaga(quotes('2'));
    saga.succeeds('askA');
    saga.refuses('holdA');
    expect(saga.sent.slice(4)).toEqual(['undo askA#1']);
    saga.succeeds('askB');
    saga.succeeds('askC');
    expect(saga.sent).not.toContain('sign#1');
    saga.succeeds('undo askA');
    expect(saga.sent.at(-1)).toBe('sign#1');
  });

  it('undo the saga when there are not enough left', () => {
    const saga = new ScriptedSaga(quotes('2'));
    saga.succeeds('askA');
    saga.refuses('askB');
    saga.refuses('askC');
    expect(saga.status).toBe('compensating');
    saga.succeeds('undo holdA');
    saga.succeeds('undo askA');
    expect(saga.status).toBe('compensated');
  });

  it('wait for no step that is not undone with them, even in an order of their own', () => {
    const saga = new ScriptedSaga(`
name: quotes
compensation: { order: custom }
steps:
  - name: quotes
    parallel:
      join: any
      branches:
        a: [{ name: askA, command: a.ask, compensate: a.forget }]
        b: [{ name: askB, command: b.ask, compensate: { command: b.forget, after: [askA] } }]
`);
    saga.succeeds('askA');
    expect(saga.sent.at(-1)).toBe('undo askB#1');
    saga.succeeds('undo askB');
    expect(saga.status).toBe('completed');
  });

  it('are undone with the saga when it turns round meanwhile', () => {
    const saga = new ScriptedSaga(quotes('any'));
    saga.succeeds('askB');
    saga.operator('cancel');
    expect(saga.status).toBe('compensating');
    for (const step of ['askC', 'askA', 'askB']) saga.succeeds(`undo ${step}`);
    expect(saga.status).toBe('compensated');
  });
});
