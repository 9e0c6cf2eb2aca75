import { randomUUID } from 'node:crypto';
import { type Bus, createKafkaBus } from '@saga/bus';
import {
  type Barrier,
  BusinessFailure,
  createParticipant,
  inMemoryBarrier,
  type Participant,
} from '@saga/participant';
import { recorded } from '../testing/recorded.js';

let bus: Bus;
let participant: Participant;
let args: string[];

/** Starts the participant `payments`, on topics of its own. */
async function begin(barrier: Barrier<undefined> = inMemoryBarrier()): Promise<void> {
  const topicPrefix = `verify-${randomUUID().slice(0, 8)}.`;
  bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'verify-spec' });
  let charges = 0;
  participant = createParticipant({
    ...{ name: 'payments', bus, barrier, topicPrefix },
    handlers: {
      'payments.charge': ({ input }) => {
        if (input.card === 'declined') throw new BusinessFailure('card-declined', 'no funds');
        return { payment: `${JSON.stringify(input.order)}/${++charges}` };
      },
      'payments.refund': () => {},
    },
  });
  await participant.start();
  args = [
    ...['verify-participant', '--topic', `${topicPrefix}saga.command.payments`],
    ...['--command', 'payments.charge', '--input', '{"order":"{saga}"}', '--undo', 'payments.refund'],
  ];
}

afterEach(async () => {
  await participant.stop();
  await bus.close();
});

it('reports that a participant of the SDK keeps the contract', async () => {
  await begin();
  const more = ['--status', 'payments.status', '--refused-input', '{"card":"declined"}'];
  const { status, out, err } = await recorded([...args, ...more]);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(/^kept +answers +does a command and answers it$/m);
  expect(out).toMatch(/^not tried +slow-command .* \(needs --slow-input\)$/m);
  expect(out).toMatch(/^payments: \d+ rules kept, 0 broken, 1 not tried$/m);
}, 60_000);

it('tells of a rule that is broken what was sent, expected and came, and where it is written', async () => {
  const barrier = inMemoryBarrier();
  await begin({
    ...barrier,
    pass: ({ step, attempt, ...command }, passage) =>
      barrier.pass({ ...command, attempt, step: `${step}#${attempt}` }, passage),
  });
  const { status, out } = await recorded([...args, '--format', 'json']);
  expect(status).toBe(1);
  const { rules } = JSON.parse(out) as { rules: { name: string; result: string }[] };
  expect(rules.filter(({ result }) => result === 'broken').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['later-attempt', 'first-attempt-lost', 'command-after-compensation']),
  );
  expect(rules.find(({ name }) => name === 'later-attempt')).toEqual({
    ...{ name: 'later-attempt', says: expect.any(String), result: 'broken' },
    section: 'docs/contract.md#the-three-rules-of-a-participant',
    breach: {
      sent: expect.stringMatching(/^payments\.charge, do, attempt 2, for the step step of verify-/),
      expected: 'the answer that was given at first',
      came: expect.stringMatching(/^output \{"payment":"\\"verify-/),
    },
  });
}, 60_000);

it('ends with 2 where there is no broker', async () => {
  await begin();
  const { status, err } = await recorded([...args, '--brokers', '127.0.0.1:1']);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining("127.0.0.1:1 can't be used") });
  expect(err).toContain('fix: start one, or name others by --brokers');
}, 60_000);
