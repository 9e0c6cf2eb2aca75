import type { Ignored } from '@saga/engine';
import { causeOf, inactiveDefinition, unknownDefinition, unknownSaga } from './causes.js';

const cause = (code: Ignored['code']) => causeOf({ code, message: 'as the engine says' });

it.each(['late-reply', 'already-started', 'act-not-possible', 'not-waiting'] as const)(
  'finds no fault in %s',
  (code) => {
    expect(cause(code)).toBeNull();
  },
);

it.each([
  ['other-definition', 'ce_sagaid'],
  ['unknown-step', 'ce_sagastep'],
  ['step-not-commanded', 'ce_sagastep'],
  ['step-already-done', 'ce_sagastep'],
  ['attempt-not-made', 'ce_sagaattempt'],
  ['unknown-signal', 'name'],
  ['saga-finished', 'ce_sagaid'],
  ['not-a-child', 'ce_sagaid'],
] as const)('names the field at fault in %s, and the fix', (code, field) => {
  expect(cause(code)).toEqual({
    code,
    message: 'as the engine says',
    field,
    fix: expect.stringMatching(/^(reply|start|send|undo) /),
  });
});

it('says what to do about a pivot that has taken effect after all', () => {
  expect(cause('pivot-took-effect')).toMatchObject({
    field: 'ce_sagastep',
    fix: expect.stringContaining('undo by hand'),
  });
});

it('says how sagas of a deactivated definition start again', () => {
  expect(inactiveDefinition('order')).toEqual({
    code: 'definition-inactive',
    message: expect.stringContaining('"order" is deactivated'),
    field: 'definition',
    fix: expect.stringContaining('POST /v1/definitions/order/activate'),
  });
});

it('names what of a start is unknown', () => {
  expect(unknownDefinition({ definition: 'order' })).toMatchObject({
    code: 'unknown-definition',
    field: 'definition',
  });
  expect(unknownDefinition({ definition: 'order', version: 3 })).toMatchObject({
    field: 'version',
    message: 'no definition "order" version 3 is registered',
  });
});

it.each([
  ['reply', 'reply with the ce_sagaid of the command'],
  ['signal', 'send a signal when its saga has started, with the ce_sagaid of the saga'],
] as const)('tells the sender of a %s whose saga is unknown to: %s', (type, fix) => {
  expect(unknownSaga({ sagaId: 's-1', type })).toEqual({
    code: 'unknown-saga',
    field: 'ce_sagaid',
    message: 'no saga "s-1" was started here',
    fix,
  });
});
