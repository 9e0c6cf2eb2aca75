import { ScriptedSaga } from './testing/scripted-saga.js';

const PAY_OUT = `
name: pay-out
steps:
  - { name: close, command: books.close, compensate: books.open }
  - name: sellers
    each:
      in: input.sellers
      as: seller
      steps:
        - { name: payout, saga: pay-seller, version: 2, input: { seller: "\${ seller }" }, output: { id: "\${ reply.transfer }" } }
      output: "\${ { 'id': steps.payout.id } }"
  - { name: tell, command: mail.send, compensate: none, input: { ids: "\${ steps.sellers.results }" } }
`;

describe('a step that another saga does', () => {
  const begun = () => {
    const saga = new ScriptedSaga(PAY_OUT, { sellers: ['s-1', 's-2'] });
    saga.succeeds('close');
    return saga;
  };

  it('starts that saga under an id that follows from the step', () => {
    expect(begun().latest('start-child')).toEqual({
      type: 'start-child',
      step: 'sellers[1].payout',
      attempt: 1,
      child: {
        id: 'saga-1/sellers.1.payout',
        definition: 'pay-seller',
        version: 2,
        input: { seller: 's-2' },
      },
    });
  });

  it('waits for its end, however long it takes, and takes its output', () => {
    const saga = begun();
    saga.passes(30 * 86_400_000);
    saga.succeeds('sellers[1].payout', { transfer: 't-2' });
    saga.succeeds('sellers[0].payout', { transfer: 't-1' });
    expect(saga.inputOf('tell')).toEqual({ ids: [{ id: 't-1' }, { id: 't-2' }] });
  });

  it('has that saga undone when it is undone itself, whether or not that one has ended', () => {
    const saga = begun();
    saga.succeeds('sellers[1].payout', { transfer: 't-2' });
    saga.operator('cancel');
    expect(saga.latest('undo-child')).toMatchObject({ step: 'sellers[1].payout', attempt: 1 });
    saga.succeeds('undo sellers[1].payout');
    expect(saga.latest('undo-child')).toHaveProperty('child', {
      id: 'saga-1/sellers.0.payout',
      definition: 'pay-seller',
      version: 2,
      input: { seller: 's-1' },
    });
    saga.succeeds('undo sellers[0].payout');
    saga.succeeds('undo close');
    expect(saga.status).toBe('compensated');
  });

  it('is not undone when that saga has undone itself', () => {
    const saga = begun();
    saga.succeeds('sellers[1].payout', { transfer: 't-2' });
    saga.refuses('sellers[0].payout', 'account-closed');
    expect(saga.sent.at(-1)).toBe('undo sellers[1].payout#1');
    saga.succeeds('undo sellers[1].payout');
    expect(saga.sent.at(-1)).toBe('undo close#1');
  });

  it('fails when the id would be too long', () => {
    const saga = new ScriptedSaga(PAY_OUT, { sellers: ['s-1'] });
    saga.story.state = { ...saga.state, id: 'x'.repeat(190) };
    saga.succeeds('close');
    expect(saga.state.failure).toMatchObject({ code: 'expression-failed', step: 'sellers[0].payout' });
    expect(saga.latest('start-child')).toBeUndefined();
  });
});

const PAY_SELLER = `
name: pay-seller
steps:
  - { name: hold, command: bank.hold, compensate: bank.release }
  - { name: send, command: bank.send, compensate: bank.recall }
output: { transfer: "\${ steps.send.id }" }
`;
const PARENT = { sagaId: 'pay-out-1', step: 'sellers[0].payout', attempt: 1 };

describe('a saga that does the step of another', () => {
  it('gives its output to its parent', () => {
    const saga = new ScriptedSaga(PAY_SELLER, {}, PARENT);
    saga.succeeds('hold');
    saga.succeeds('send', { id: 't-1' });
    expect(saga.state.output).toEqual({ transfer: 't-1' });
    expect(saga.latest('answer-parent')).toEqual({
      type: 'answer-parent',
      parent: PARENT,
      direction: 'do',
      attempt: 1,
      outcome: { result: 'success', output: { transfer: 't-1' } },
    });
  });

  it('refuses when it had to be undone', () => {
    const saga = new ScriptedSaga(PAY_SELLER, {}, PARENT);
    saga.refuses('hold', 'account-closed');
    expect(saga.latest('answer-parent')).toMatchObject({
      direction: 'do',
      outcome: { result: 'business', failure: { code: 'account-closed' } },
    });
  });

  it('is undone by its parent although it was completed', () => {
    const saga = new ScriptedSaga(PAY_SELLER, {}, PARENT);
    saga.succeeds('hold');
    saga.succeeds('send', { id: 't-1' });
    saga.isUndone();
    expect(saga.status).toBe('compensating');
    saga.succeeds('undo send');
    saga.succeeds('undo hold');
    expect(saga.status).toBe('compensated');
    expect(saga.latest('answer-parent')).toMatchObject({ direction: 'undo', outcome: { result: 'success' } });
  });

  it('is undone in the middle of its way, and answers when that is done', () => {
    const saga = new ScriptedSaga(PAY_SELLER, {}, PARENT);
    saga.succeeds('hold');
    saga.isUndone();
    expect(saga.latest('answer-parent')).toBeUndefined();
    saga.succeeds('undo send');
    saga.succeeds('undo hold');
    expect(saga.latest('answer-parent')).toMatchObject({ direction: 'undo', attempt: 1 });
    expect(saga.isUndone(1)).toMatchObject({ code: 'late-reply' });
    expect(saga.isUndone(2)).toBeNull();
    expect(saga.latest('answer-parent')).toMatchObject({ direction: 'undo', attempt: 2 });
  });

  it('never begins when its undoing comes before its start', () => {
    const { story } = new ScriptedSaga(PAY_SELLER, {}, PARENT);
    story.state = null;
    const start = { sagaId: 'saga-1', definition: 'pay-seller', input: {}, parent: PARENT };
    const { effects, state } = story.tell({ type: 'undo', attempt: 1, start });
    expect(state.status).toBe('compensated');
    expect(effects.filter((effect) => effect.type === 'send-command')).toEqual([]);
    expect(effects.at(-1)).toMatchObject({ type: 'answer-parent', direction: 'undo' });
    expect(story.tell({ type: 'start', ...start }).ignored).toMatchObject({ code: 'already-started' });
  });

  it('can not be undone after its pivot', () => {
    const saga = new ScriptedSaga(
      `
name: pay-seller
steps: [{ name: send, command: bank.send, pivot: true }]
`,
      {},
      PARENT,
    );
    saga.isUndone();
    expect(saga.latest('answer-parent')).toMatchObject({
      direction: 'undo',
      outcome: { result: 'business', failure: { code: 'not-undoable' } },
    });
  });

  it('is not undone by anybody when nobody started it', () => {
    expect(new ScriptedSaga(PAY_SELLER).isUndone()).toMatchObject({ code: 'not-a-child' });
  });
});

describe('the output of a saga', () => {
  it('that can not be made turns the saga round', () => {
    const saga = new ScriptedSaga(PAY_SELLER);
    saga.succeeds('hold');
    saga.succeeds('send');
    expect(saga.state.failure).toMatchObject({ code: 'expression-failed', step: null });
    expect(saga.sent.at(-1)).toBe('undo send#1');
  });

  it('that can not be made after the pivot can be left out', () => {
    const saga = new ScriptedSaga(`
name: pay
steps: [{ name: send, command: bank.send, pivot: true }]
output: { transfer: "\${ steps.send.id }" }
`);
    saga.succeeds('send');
    expect(saga.state.attention).toMatchObject({ step: null, choices: ['retry', 'skip'] });
    saga.operator('skip');
    expect(saga.status).toBe('completed');
    expect(saga.state.output).toEqual({});
  });
});
