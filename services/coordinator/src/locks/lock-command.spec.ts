import type { Command, JsonObject } from '@saga/contracts';
import { readLockCommand } from './lock-command.js';

function command(input: JsonObject, fields: Partial<Command> = {}): Command {
  return {
    ...{ kind: 'command', id: 'c', name: 'locks.acquire', sagaId: 'order-1', step: 'charge.lock' },
    ...{ attempt: 1, direction: 'do', time: '2026-01-31T12:00:00Z', input, ...fields },
  };
}

const RELEASE = { name: 'locks.release', direction: 'undo' } as const;

it('reads what a step wants of a key, and stands in line where nothing else is said', () => {
  expect(readLockCommand(command({ key: 'account-7', conflict: 'fail' }))).toMatchObject({
    ...{ type: 'acquire', key: 'account-7', conflict: 'fail' },
  });
  expect(readLockCommand(command({ key: 'account-7' }))).toMatchObject({ conflict: 'queue' });
  expect(readLockCommand(command({ key: 'account-7' }, RELEASE))).toMatchObject({
    ...{ type: 'release', key: 'account-7' },
  });
});

it('takes a number for a key, the same as its digits', () => {
  expect(readLockCommand(command({ key: 7 }))).toMatchObject({ type: 'acquire', key: '7' });
});

it.each([
  [{}, 'key'],
  [{ key: '' }, 'key'],
  [{ key: null }, 'key'],
  [{ key: ['account-7'] }, 'key'],
  [{ key: 'x'.repeat(401) }, 'key'],
  [{ key: 'account-7', conflict: 'steal' }, 'conflict'],
  [{ key: 'account-7', conflict: null }, 'conflict'],
])('refuses %j for good and names the field', (input, field) => {
  expect(readLockCommand(command(input as JsonObject))).toMatchObject({
    type: 'refuse',
    outcome: {
      ...{ result: 'business', failure: { code: 'invalid-lock', message: expect.stringContaining(field) } },
    },
  });
});

it.each([
  ['locks.steal', 'do'],
  ['locks.acquire', 'undo'],
  ['locks.release', 'do'],
] as const)('does not know %s in the direction %s, and says what there is', (name, direction) => {
  expect(readLockCommand(command({ key: 'account-7' }, { name, direction }))).toMatchObject({
    type: 'refuse',
    outcome: {
      result: 'technical',
      failure: { code: 'unknown-command', message: expect.stringMatching(/acquire.*release/) },
    },
  });
});
