import { HEADERS } from '@saga/contracts';
import type { Rule } from '../rule.js';
import { breaks, scripted, succeeds } from '../script.js';

const section = 'messages-that-cant-be-used';

/** Which messages are taken, and what becomes of those that can't be used. */
export const MESSAGES: readonly Rule[] = [
  {
    ...{ name: 'protobuf', section: 'values' },
    says: 'reads commands in Protobuf',
    check: scripted((trial) => [[trial.asked({ format: 'protobuf' }), succeeds]]),
  },
  {
    ...{ name: 'optional-headers', section: 'headers' },
    says: 'does without the headers that may be left out',
    check: scripted((trial) => {
      const { time, contentType, traceparent } = HEADERS;
      const headers = { [time]: undefined, [contentType]: undefined, [traceparent]: undefined };
      return [[trial.asked({ headers }), succeeds]];
    }),
  },
  {
    ...{ name: 'other-headers', section: 'headers' },
    says: 'takes no offence at headers that it does not know',
    check: scripted((trial) => [[trial.asked({ headers: { ce_novelty: 'yes' } }), succeeds]]),
  },
  {
    ...{ name: 'broken-traceparent', section: 'traces' },
    says: 'takes no offence at a broken traceparent',
    check: scripted((trial) => {
      const headers = { [HEADERS.traceparent]: '00-nothing' };
      return [[trial.asked({ headers }), succeeds]];
    }),
  },
  {
    ...{ name: 'unknown-command', section },
    says: 'answers a command that it does not know by a technical failure, and goes on',
    check: scripted((trial) => {
      const name = `${trial.subject.participant}.no-such-command`;
      return [
        [trial.asked({ name, step: 'unknown' }), breaks],
        [trial.asked(), succeeds],
      ];
    }),
  },
  {
    ...{ name: 'malformed-json', section },
    says: 'answers a command whose JSON it can not read by a technical failure, and goes on',
    check: scripted((trial) => [
      [trial.asked({ step: 'broken', value: '{"input":' }), breaks],
      [trial.asked(), succeeds],
    ]),
  },
  {
    ...{ name: 'malformed-protobuf', section },
    says: 'answers a command whose Protobuf it can not read by a technical failure, and goes on',
    check: scripted((trial) => [
      [trial.asked({ step: 'broken', format: 'protobuf', value: Buffer.from([0xff, 0xff]) }), breaks],
      [trial.asked(), succeeds],
    ]),
  },
  {
    ...{ name: 'other-content-type', section },
    says: 'answers a command that is neither JSON nor Protobuf by a technical failure, and goes on',
    check: scripted((trial) => {
      const headers = { [HEADERS.contentType]: 'application/xml' };
      return [
        [trial.asked({ step: 'broken', headers, value: '<command/>' }), breaks],
        [trial.asked(), succeeds],
      ];
    }),
  },
  {
    ...{ name: 'no-object', section },
    says: 'answers a command whose input is no object by a technical failure, and goes on',
    check: scripted((trial) => [
      [trial.asked({ step: 'broken', value: '{"input":[]}' }), breaks],
      [trial.asked({ step: 'list', value: '[]' }), breaks],
      [trial.asked(), succeeds],
    ]),
  },
];
