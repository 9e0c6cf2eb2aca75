import { ScriptedSaga } from './testing/scripted-saga.js';

const OFF_BOARD = `
name: off-board
steps:
  - name: accounts
    each:
      in: input.accounts
      as: account
      concurrency: 2
      steps:
        - name: freeze
          command: directory.freeze
          input: { id: "\${ account.id }", at: "\${ index }" }
          compensate: directory.unfreeze
        - name: archive
          command: files.archive
          input: { of: "\${ steps.freeze.home }" }
          compensate: none
      output: { id: "\${ account.id }", size: "\${ steps.archive.size }" }
  - name: tell
    command: mail.send
    input: { accounts: "\${ steps.accounts.results }", count: "\${ steps.accounts.count }" }
    compensate: none
`;
const ACCOUNTS = { accounts: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] };

describe('a flow for each item', () => {
  it('runs for as many items at a time as may be', () => {
    const saga = new ScriptedSaga(OFF_BOARD, ACCOUNTS);
    expect(saga.sent).toEqual(['accounts[0].freeze#1', 'accounts[1].freeze#1']);
    saga.succeeds('accounts[1].freeze', { home: '/b' });
    expect(saga.sent.slice(2)).toEqual(['accounts[1].archive#1']);
    saga.succeeds('accounts[1].archive');
    expect(saga.sent.slice(3)).toEqual(['accounts[2].freeze#1']);
  });

  it('reads its item, its place, and what was done for that item', () => {
    const saga = new ScriptedSaga(OFF_BOARD, ACCOUNTS);
    saga.succeeds('accounts[0].freeze', { home: '/a' });
    saga.succeeds('accounts[1].freeze', { home: '/b' });
    expect(saga.inputOf('accounts[1].freeze')).toEqual({ id: 'b', at: 1 });
    expect(saga.inputOf('accounts[0].archive')).toEqual({ of: '/a' });
    expect(saga.inputOf('accounts[1].archive')).toEqual({ of: '/b' });
  });

  it('collects what the items give, in their order', () => {
    const saga = new ScriptedSaga(OFF_BOARD, ACCOUNTS);
    for (const i of [1, 0, 2]) {
      saga.succeeds(`accounts[${i}].freeze`, { home: `/${i}` });
      saga.succeeds(`accounts[${i}].archive`, { size: i });
    }
    expect(saga.inputOf('tell')).toEqual({
      accounts: [
        { id: 'a', size: 0 },
        { id: 'b', size: 1 },
        { id: 'c', size: 2 },
      ],
      count: 3,
    });
  });

  it('undoes all items when one fails, those done long ago as well', () => {
    const saga = new ScriptedSaga(OFF_BOARD, ACCOUNTS);
    saga.succeeds('accounts[0].freeze', { home: '/a' });
    saga.succeeds('accounts[0].archive', { size: 1 });
    saga.refuses('accounts[2].freeze');
    expect(saga.status).toBe('compensating');
    saga.succeeds('undo accounts[1].freeze');
    saga.succeeds('undo accounts[0].freeze');
    expect(saga.status).toBe('compensated');
    expect(saga.sent.filter((address) => address.startsWith('undo'))).toEqual([
      'undo accounts[1].freeze#1',
      'undo accounts[0].freeze#1',
    ]);
  });

  it('is done at once when there is no item', () => {
    const saga = new ScriptedSaga(OFF_BOARD, { accounts: [] });
    expect(saga.sent).toEqual(['tell#1']);
    expect(saga.inputOf('tell')).toEqual({ accounts: [], count: 0 });
  });

  it('gives the saga up when what it is for is no list', () => {
    const saga = new ScriptedSaga(OFF_BOARD, { accounts: 'all' });
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({
      code: 'expression-failed',
      message: '${ input.accounts }: gives "all", a list is needed',
    });
  });

  it('may stand in another, each with its own item', () => {
    const saga = new ScriptedSaga(
      `
name: pack
steps:
  - name: parcels
    each:
      in: input.parcels
      as: parcel
      steps:
        - name: things
          each:
            in: parcel.things
            as: thing
            steps:
              - name: put
                command: packer.put
                input: { into: "\${ parcel.box }", what: "\${ thing }", at: "\${ index }" }
                compensate: none
        - { name: close, command: packer.close, compensate: none, input: { count: "\${ steps.things.count }" } }
`,
      {
        parcels: [
          { box: 'x', things: ['cup'] },
          { box: 'y', things: ['jar', 'lid'] },
        ],
      },
    );
    expect(saga.inputOf('parcels[1].things[1].put')).toEqual({ into: 'y', what: 'lid', at: 1 });
    saga.succeeds('parcels[1].things[0].put');
    saga.succeeds('parcels[1].things[1].put');
    expect(saga.inputOf('parcels[1].close')).toEqual({ count: 2 });
    expect(saga.sent).not.toContain('parcels[0].close#1');
  });
});
