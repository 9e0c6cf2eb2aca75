import type { SingleStep } from '../api/definition.js';
import { planWords } from './planned-step.js';

const event = { type: 'invoice.paid', topic: 'bank', key: 'input.id' };
const kinds: [SingleStep, string[]][] = [
  [{ name: 'a', command: 'any.a' }, []],
  [
    {
      name: 'debit',
      command: 'accounts.debit',
      timeout: '5s',
      retry: { attempts: 1 },
      clock: 'while-consuming',
      lock: { key: 'input.account' },
      reread: { command: 'accounts.look', unchanged: 'reread.free' },
      status: 'accounts.status',
      compensate: { command: 'accounts.credit', after: ['book'], verify: { command: 'accounts.verify' } },
    },
    [
      'holds the lock input.account',
      'if reread.free, read again by accounts.look',
      'waits 5s for the reply',
      'not counting the time when its participant does not keep up',
      'asks accounts.status when it is not answered',
      'up to 1 attempt',
      'undone after book',
      'its undoing is verified by accounts.verify',
    ],
  ],
  [{ name: 'a', delay: '8h' }, ['lets 8h pass']],
  [{ name: 'a', delayUntil: 'input.start' }, ['lets time pass until input.start']],
  [
    { name: 'a', saga: 'deliver', version: 3, timeout: '2d' },
    ['runs the saga deliver, version 3', 'for 2d at the most'],
  ],
  [{ name: 'a', event }, ['waits for the event invoice.paid of input.id, on the topic bank']],
  [{ name: 'a', signal: 'go', timeout: '1h' }, ['waits for the signal go', 'for 1h at the most']],
  [{ name: 'a', approval: {} }, ['asks for approval']],
  [
    { name: 'a', approval: { approvers: ['desk', 'boss'], default: 'reject' }, timeout: '1d' },
    ['asks for the approval of desk or boss', 'rejected after 1d'],
  ],
  [
    { name: 'a', each: { in: 'input.all', as: 'one', concurrency: 5, steps: [] } },
    ['for each one in input.all', '5 at a time'],
  ],
  [
    { name: 'a', repeat: { until: 'round > 2', atMost: 9, steps: [] } },
    ['until round > 2', 'at most 9 rounds'],
  ],
];

it.each(kinds)('%j in words', (step, words) => {
  expect(planWords(step)).toEqual(words);
});
