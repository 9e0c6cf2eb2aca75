import { createCodec, MalformedMessage, MAX_VALUE_BYTES } from './index.js';

const codec = createCodec({ source: 'coordinator' });

const headers = {
  ce_specversion: '1.0',
  ce_id: 'order-7:charge:do:1:reply',
  ce_source: 'payments',
  ce_type: 'saga.reply',
  ce_time: '2026-01-31T12:00:00Z',
  ce_sagaid: 'order-7',
  ce_sagastep: 'charge',
  ce_sagaattempt: '1',
  ce_sagadirection: 'do',
  ce_causationid: 'order-7:charge:do:1',
};

/** A reply as some other client may have sent it: with other headers ('' for none) or another value. */
function reply(changed: Record<string, string>, value: string | Buffer | null = '{"output":{}}') {
  return {
    timestamp: 0,
    headers: { ...headers, ...changed },
    value: value === null ? null : Buffer.from(value),
  };
}

/** The fault that reading a message ends in. */
function faultOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof MalformedMessage) return error.toCause();
    throw error;
  }
  throw new Error('The message was taken.');
}

describe('a reply with a bad header', () => {
  it.each([
    ['ce_specversion', '', 'set the header ce_specversion to 1.0'],
    ['ce_specversion', '0.3', 'send CloudEvents 1.0 in binary mode'],
    ['ce_id', '', 'set the header ce_id to an id that is unique for its source'],
    ['ce_source', '', 'set the header ce_source to the name of the service that sends the message'],
    ['ce_source', 'pay\ufffdments', 'encode the header ce_source as UTF-8 without control characters'],
    ['ce_type', '', 'set the header ce_type to the type of the message'],
    ['ce_type', 'saga.start', 'set the header ce_type to saga.reply'],
    ['ce_time', 'yesterday', 'set the header ce_time to a time as in 2026-01-31T12:00:00Z (RFC 3339)'],
    ['ce_sagaid', '', 'set the header ce_sagaid to the id of the saga'],
    ['ce_sagaid', 'order 7', 'use 1 to 200 characters out of A-Z a-z 0-9 . _ : @ / -'],
    ['ce_sagaid', 'x'.repeat(201), 'use 1 to 200 characters out of A-Z a-z 0-9 . _ : @ / -'],
    ['ce_sagastep', '', "set the header ce_sagastep to the step's name, as the command has it"],
    ['ce_sagastep', 'charge:1', 'use 1 to 200 characters, no space, no colon'],
    ['ce_sagaattempt', '', "set the header ce_sagaattempt to the attempt's number, as the command has it"],
    ['ce_sagaattempt', '0', 'use a positive integer, 1 for the first attempt'],
    ['ce_sagaattempt', '1.5', 'use a positive integer, 1 for the first attempt'],
    ['ce_sagaattempt', '99999999999', 'use a positive integer, 1 for the first attempt'],
    ['ce_sagadirection', '', 'set the header ce_sagadirection to "do" or "undo", as the command has it'],
    ['ce_sagadirection', 'redo', 'set the header ce_sagadirection to do or undo'],
    ['ce_causationid', '', "set the header ce_causationid to the command's ce_id"],
    ['content-type', 'text/plain', 'send application/json or application/protobuf'],
    ['content-type', 'application/cloudevents+json', 'send application/json or application/protobuf'],
  ])('%s "%s" is told to: %3$s', (field, text, fix) => {
    expect(faultOf(() => codec.decodeReply(reply({ [field]: text })))).toMatchObject({ field, fix });
  });
});

describe('a reply with a bad value', () => {
  const oneResult = 'set exactly one of output, businessFailure, technicalFailure';
  it.each([
    ['nothing', null, 'missing-value', 'value', 'send the payload as the value'],
    ['broken JSON', '{"output": }', 'malformed-json', 'value', 'send valid JSON'],
    ['half of a JSON', '{"output":', 'malformed-json', 'value', 'send valid JSON'],
    ['endless brackets', '['.repeat(500_000), 'malformed-json', 'value', 'send valid JSON'],
    [
      'Latin-1',
      Buffer.from('{"output":{"a":"\xe9"}}', 'latin1'),
      'malformed-json',
      'value',
      'encode the JSON as UTF-8',
    ],
    [
      'an array',
      '[]',
      'invalid-value',
      'value',
      'set value to a JSON object, {} when there is nothing to say',
    ],
    ['no result', '{}', 'invalid-value', 'value', oneResult],
    ['two results', '{"output":{},"businessFailure":{"code":"x"}}', 'invalid-value', 'value', oneResult],
    [
      'a text as output',
      '{"output":"ok"}',
      'invalid-value',
      'output',
      'set output to a JSON object, {} when there is nothing to say',
    ],
    [
      'a failure without code',
      '{"businessFailure":{}}',
      'invalid-value',
      'businessFailure.code',
      'set businessFailure.code to a text that is not empty',
    ],
    [
      'a number as message',
      '{"technicalFailure":{"code":"x","message":5}}',
      'invalid-value',
      'technicalFailure.message',
      'set technicalFailure.message to a text that is not empty',
    ],
    [
      'U+0000',
      '{"output":{"names":["a","b\\u0000"]}}',
      'invalid-value',
      'output.names[1]',
      'remove the character, or send binary data as base64',
    ],
    [
      'half a surrogate pair',
      '{"output":{"\\ud83d":1}}',
      'invalid-value',
      'output["\\ud83d"]',
      'remove the character, or send binary data as base64',
    ],
    [
      'a reserved name',
      '{"output":{"__proto__":{}}}',
      'invalid-value',
      'output.__proto__',
      'rename the field',
    ],
    [
      '101 levels',
      `{"output":${'{"a":'.repeat(99)}{}${'}'.repeat(99)}}`,
      'invalid-value',
      `output${'.a'.repeat(99)}`,
      'nest at most 100 levels',
    ],
    [
      'over 1 MiB',
      ' '.repeat(MAX_VALUE_BYTES + 1),
      'value-too-large',
      'value',
      'send at most 1048576 bytes, or a reference to where the data is kept',
    ],
  ])('%s is told what to do', (_what, value, code, field, fix) => {
    expect(faultOf(() => codec.decodeReply(reply({}, value)))).toMatchObject({ code, field, fix });
  });

  it('names the position at which JSON breaks off', () => {
    const fault = faultOf(() => codec.decodeReply(reply({}, '{"output": }')));
    expect(fault.message).toBe('value is not JSON, ValueExpected at position 11: send valid JSON');
  });

  it('names the Protobuf message that was expected', () => {
    const sent = reply({ 'content-type': 'application/protobuf' }, Buffer.from([0xff, 0xff]));
    expect(faultOf(() => codec.decodeReply(sent))).toMatchObject({
      code: 'malformed-protobuf',
      fix: 'encode the value as saga.v1.Reply',
    });
  });
});

describe('other kinds of message', () => {
  it('ask for a command name of participant and action', () => {
    const fault = faultOf(() => codec.decodeCommand(reply({ ce_type: 'Charge' }, '{"input":{}}')));
    expect(fault).toMatchObject({
      field: 'ce_type',
      fix: 'name the command <participant>.<action>, as in payments.charge',
    });
  });

  it.each([
    ['{"input":{}}', 'definition', 'set definition to a text that is not empty'],
    ['{"definition":"order","version":"1","input":{}}', 'version', 'set version to a positive integer'],
    ['{"definition":"order"}', 'input', 'set input to a JSON object, {} when there is nothing to say'],
  ])('tell a start %s what its %s must be', (value, field, fix) => {
    expect(faultOf(() => codec.decodeStart(reply({ ce_type: 'saga.start' }, value)))).toMatchObject({
      field,
      fix,
    });
  });

  it.each([
    ['{}', 'parent.sagaId', 'set parent.sagaId to the id of a saga'],
    ['{"sagaId":"a b"}', 'parent.sagaId', 'set parent.sagaId to the id of a saga'],
    ['{"sagaId":"p","step":"a:b"}', 'parent.step', 'set parent.step to the name of a step'],
    ['{"sagaId":"p","step":"pay"}', 'parent.attempt', 'set parent.attempt to a positive integer'],
  ])('tell the start of a child with the parent %s what %s must be', (parent, field, fix) => {
    const value = `{"definition":"order","input":{},"parent":${parent}}`;
    expect(faultOf(() => codec.decodeStart(reply({ ce_type: 'saga.start' }, value)))).toMatchObject({
      field,
      fix,
    });
  });

  it('ask an undoing for the attempt', () => {
    const value = '{"definition":"order","input":{},"parent":{"sagaId":"p","step":"pay","attempt":1}}';
    expect(faultOf(() => codec.decodeUndo(reply({ ce_type: 'saga.undo' }, value)))).toMatchObject({
      field: 'attempt',
      fix: 'set attempt to a positive integer',
    });
  });

  it.each([
    ['{}', 'set fraction to a number from 0 to 1'],
    ['{"fraction":"half"}', 'set fraction to a number from 0 to 1'],
    ['{"fraction":-0.1}', 'set fraction to a number from 0 to 1'],
    ['{"fraction":40}', 'set fraction to a number from 0 to 1'],
  ])('tell the progress %s what a fraction is', (value, fix) => {
    const read = () => codec.decodeProgress(reply({ ce_type: 'saga.progress' }, value));
    expect(faultOf(read)).toMatchObject({ field: 'fraction', fix });
  });

  it('ask a command for a time until when it is waited for, if any', () => {
    const read = (ce_sagadue: string) =>
      codec.decodeCommand(reply({ ce_type: 'payments.charge', ce_sagadue }, '{"input":{}}'));
    expect(faultOf(() => read('soon'))).toMatchObject({
      field: 'ce_sagadue',
      fix: 'set the header ce_sagadue to a time as in 2026-01-31T12:00:00Z (RFC 3339)',
    });
    expect(read('')).not.toHaveProperty('dueAt');
  });

  it.each([
    ['{"data":{}}', 'name', 'set name to a text that is not empty'],
    ['{"name":"paid","data":7}', 'data', 'set data to a JSON object, {} when there is nothing to say'],
  ])('tell the signal %s what its %s must be', (value, field, fix) => {
    expect(faultOf(() => codec.decodeSignal(reply({ ce_type: 'saga.signal' }, value)))).toMatchObject({
      field,
      fix,
    });
  });

  it('take a signal that says nothing but its name', () => {
    const signal = codec.decodeSignal(reply({ ce_type: 'saga.signal' }, '{"name":"paid"}'));
    expect(signal).toMatchObject({ name: 'paid', data: {} });
  });

  it('refuse to write a value that nobody would read', () => {
    const start = {
      kind: 'start' as const,
      id: 'start-7',
      source: 'shop',
      sagaId: 'order-7',
      definition: 'order',
      input: { blob: 'x'.repeat(MAX_VALUE_BYTES) },
      time: '2026-01-31T12:00:00Z',
    };
    expect(faultOf(() => codec.encode(start))).toMatchObject({ code: 'value-too-large', field: 'value' });
  });
});

describe('a reply is taken', () => {
  it.each([
    ['no content type', {}],
    ['a charset', { 'content-type': 'Application/JSON; charset=utf-8' }],
  ])('with %s', (_what, changed) => {
    expect(codec.decodeReply(reply(changed)).outcome).toEqual({ result: 'success', output: {} });
  });

  it('with fields and headers that it does not know', () => {
    const decoded = codec.decodeReply(reply({ 'x-retries': '3' }, '{"output":{},"took":"3ms"}'));
    expect(decoded.outcome).toEqual({ result: 'success', output: {} });
  });

  it('without a time, as of when Kafka got it', () => {
    expect(codec.decodeReply(reply({ ce_time: '' })).time).toBe('1970-01-01T00:00:00.000Z');
  });

  it('with a broken trace context, which is left out', () => {
    expect(codec.decodeReply(reply({ traceparent: 'broken' }))).not.toHaveProperty('traceparent');
  });
});
