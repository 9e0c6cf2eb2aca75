import { ScriptedSaga } from './testing/scripted-saga.js';

const LAUNCH = `
name: launch
steps:
  - { name: prepare, command: site.prepare, compensate: site.remove }
  - { name: go, signal: go-ahead, timeout: 1h, output: { by: "\${ signal.by }" } }
  - { name: publish, command: site.publish, compensate: none, input: { by: "\${ steps.go.by }" } }
`;

describe('a signal', () => {
  it('lets the saga go on that waits for it', () => {
    const saga = new ScriptedSaga(LAUNCH);
    saga.succeeds('prepare');
    expect(saga.latest('announce')).toMatchObject({ state: 'waiting', step: 'go' });
    expect(saga.signal('go-ahead', { by: 'ann' })).toBeNull();
    expect(saga.inputOf('publish')).toEqual({ by: 'ann' });
  });

  it('is kept when it comes too early', () => {
    const saga = new ScriptedSaga(LAUNCH);
    saga.signal('go-ahead', { by: 'ann' });
    saga.signal('go-ahead', { by: 'bob' });
    saga.succeeds('prepare');
    expect(saga.inputOf('publish')).toEqual({ by: 'ann' });
    expect(saga.state.signals).toEqual({ 'go-ahead': [{ by: 'bob' }] });
  });

  it('is refused when nobody will ever wait for it', () => {
    const saga = new ScriptedSaga(LAUNCH);
    expect(saga.signal('go-back')).toMatchObject({ code: 'unknown-signal' });
    saga.refuses('prepare');
    expect(saga.signal('go-ahead')).toMatchObject({ code: 'saga-finished' });
  });

  it('that does not come in time fails the step', () => {
    const saga = new ScriptedSaga(LAUNCH);
    saga.succeeds('prepare');
    saga.passes(3_600_000);
    expect(saga.state.failure).toMatchObject({ code: 'timeout', step: 'go' });
    expect(saga.sent.at(-1)).toBe('undo prepare#1');
  });

  it('from which nothing can be made fails the step', () => {
    const saga = new ScriptedSaga(LAUNCH);
    saga.succeeds('prepare');
    saga.signal('go-ahead', {});
    expect(saga.state.failure).toMatchObject({ code: 'expression-failed', step: 'go' });
  });
});

const VERIFY = `
name: verify
steps:
  - name: documents
    event: { type: documents.received, topic: kyc, key: input.customer, match: event.data.customer, keep: 2h }
    timeout: 5d
  - { name: check, command: desk.check, compensate: none, input: { file: "\${ steps.documents.file }" } }
`;

describe('an event', () => {
  it('is awaited by its type and key', () => {
    const saga = new ScriptedSaga(VERIFY, { customer: 7 });
    expect(saga.latest('await-event')).toEqual({
      type: 'await-event',
      step: 'documents',
      topic: 'kyc',
      event: 'documents.received',
      match: 'event.data.customer',
      key: '7',
      keep: 7_200_000,
    });
  });

  it('lets the saga go on, once', () => {
    const saga = new ScriptedSaga(VERIFY, { customer: 'c' });
    saga.event('documents', { customer: 'c', file: 'f-1' });
    expect(saga.latest('stop-awaiting')).toMatchObject({ step: 'documents' });
    expect(saga.inputOf('check')).toEqual({ file: 'f-1' });
    expect(saga.event('documents', { file: 'f-2' })).toMatchObject({ code: 'not-waiting' });
  });

  it('is awaited no longer when the time for it is over, or the saga is undone', () => {
    const late = new ScriptedSaga(VERIFY, { customer: 'c' });
    late.passes(5 * 86_400_000);
    expect(late.status).toBe('compensated');
    expect(late.latest('stop-awaiting')).toMatchObject({ step: 'documents' });
    const cancelled = new ScriptedSaga(VERIFY, { customer: 'c' });
    cancelled.operator('cancel');
    expect(cancelled.latest('stop-awaiting')).toMatchObject({ step: 'documents' });
  });

  it('without a key can not be awaited', () => {
    const saga = new ScriptedSaga(VERIFY, { customer: ['c'] });
    expect(saga.state.failure).toMatchObject({ code: 'expression-failed', step: 'documents' });
  });
});

const approval = (more: string) => `
name: lend
steps:
  - name: consent
    approval: { question: { pay: "\${ input.cents }" }, approvers: [desk]${more} }
    timeout: 1d
  - { name: pay, command: bank.pay, compensate: none, input: { by: "\${ steps.consent.by }" } }
`;

describe('an approval', () => {
  it('asks a person, and goes on with the answer', () => {
    const saga = new ScriptedSaga(approval(''), { cents: 5 });
    expect(saga.execution('consent').input).toEqual({ question: { pay: 5 }, approvers: ['desk'] });
    expect(saga.approval(true, 'other')).toMatchObject({ code: 'not-waiting' });
    saga.approval(true);
    expect(saga.inputOf('pay')).toEqual({ by: 'ann' });
    expect(saga.approval(true)).toMatchObject({ code: 'not-waiting' });
  });

  it('that is refused fails the step', () => {
    const saga = new ScriptedSaga(approval(''), { cents: 5 });
    saga.approval(false);
    expect(saga.state.failure).toMatchObject({ code: 'rejected', message: 'ann: as agreed' });
  });

  it.each([
    ['', 'compensated', 'timeout'],
    [', default: reject', 'compensated', 'rejected'],
    [', default: approve', 'running', undefined],
  ])('that nobody gives in time counts as the default says: "%s"', (more, status, code) => {
    const saga = new ScriptedSaga(approval(more), { cents: 5 });
    saga.passes(86_400_000);
    expect(saga.status).toBe(status);
    expect(saga.state.failure?.code).toBe(code);
  });
});

it('a pause may end at a time that the saga knows', () => {
  const definition = `
name: pause
steps:
  - { name: until, delayUntil: input.at }
  - { name: go, command: a.b, compensate: none }
`;
  const saga = new ScriptedSaga(definition, { at: '1970-01-01T00:00:05Z' });
  saga.passes(4_999);
  expect(saga.sent).toEqual([]);
  saga.passes(1);
  expect(saga.sent).toEqual(['go#1']);
  const odd = new ScriptedSaga(definition, { at: 'soon' });
  expect(odd.state.failure?.message).toBe('${ input.at }: gives "soon", a time as ISO 8601 is needed');
});
