import { expression, output, saga } from './saga-builder.js';
import { expectSame } from './testing/expect-same.js';

interface Order {
  orderId: string;
  account: string;
  notBefore: string;
}

it('writes all that a command step can say', () => {
  const built = saga<Order>({ name: 'transfer', compensation: { order: 'custom' } }, (transfer) =>
    transfer
      .step(
        'look',
        { command: 'accounts.look', input: ({ input }) => ({ account: input.account }), compensate: 'none' },
        output<{ version: number }>(),
      )
      .step(
        'debit',
        {
          command: 'accounts.debit',
          input: ({ input }) => ({ account: input.account }),
          output: ({ reply, input }) => ({ id: reply.booking, order: input.orderId }),
          clock: 'while-consuming',
          commutative: true,
          status: {
            command: 'accounts.status',
            deadline: '2m',
            input: ({ input }) => ({ id: input.orderId }),
          },
          lock: { key: ({ input }) => input.account, conflict: 'wait', timeout: '20s' },
          reread: {
            command: 'accounts.look',
            unchanged: ({ steps, reread }) => expression<boolean>`${reread.version} == ${steps.look.version}`,
          },
          compensate: {
            command: 'accounts.credit',
            after: ['credit'],
            verify: { command: 'accounts.verify', input: ({ input }) => ({ order: input.orderId }) },
          },
        },
        output<{ booking: string }>(),
      )
      .step('credit', {
        command: 'accounts.credit',
        input: ({ steps }) => ({ debit: steps.debit.id, order: steps.debit.order }),
        status: 'accounts.status',
        lock: { key: '"credit"' },
        compensate: { command: 'accounts.debit', verify: 'accounts.verify' },
      }),
  );
  expectSame(
    built,
    `
name: transfer
compensation: { order: custom }
steps:
  - name: look
    command: accounts.look
    input: { account: "\${ input.account }" }
    compensate: none
  - name: debit
    command: accounts.debit
    input: { account: "\${ input.account }" }
    output: { id: "\${ reply.booking }", order: "\${ input.orderId }" }
    clock: while-consuming
    commutative: true
    status: { command: accounts.status, deadline: 2m, input: { id: "\${ input.orderId }" } }
    lock: { key: input.account, conflict: wait, timeout: 20s }
    reread: { command: accounts.look, unchanged: reread.version == steps.look.version }
    compensate:
      command: accounts.credit
      after: [credit]
      verify: { command: accounts.verify, input: { order: "\${ input.orderId }" } }
  - name: credit
    command: accounts.credit
    input: { debit: "\${ steps.debit.id }", order: "\${ steps.debit.order }" }
    status: accounts.status
    lock: { key: '"credit"' }
    compensate: { command: accounts.debit, verify: accounts.verify }
`,
  );
});

it('writes waits for events, signals, people, times, and other sagas', () => {
  const built = saga<Order>({ name: 'fulfil' }, (flow) =>
    flow
      .event(
        'paid',
        {
          type: 'invoice.paid',
          topic: 'bank.invoices',
          key: ({ input }) => input.orderId,
          match: ({ event }) => event.data.orderId,
          keep: '2h',
          output: ({ event }) => ({ cents: event.data.cents, at: event.time }),
          timeout: '14d',
        },
        output<{ orderId: string; cents: number }>(),
      )
      .signal('packed', { signal: 'packed', timeout: '2d' }, output<{ by: string }>())
      .signal(
        'weighed',
        { signal: 'weighed', output: ({ signal }) => ({ grams: signal.weight }) },
        output<{ weight: number }>(),
      )
      .approval('release', {
        question: ({ steps }) => ({ cents: steps.paid.cents, by: steps.packed.by }),
        approvers: ['desk'],
        default: 'reject',
        timeout: '1d',
      })
      .approval('gut', { question: 'Does it feel right?', description: 'ask once more' })
      .delayUntil('night', ({ input }) => input.notBefore)
      .delay('breath', '5s', { description: 'a pause' })
      .saga(
        'delivery',
        {
          saga: 'deliver',
          version: 3,
          input: ({ input, steps }) => ({ order: input.orderId, approvedBy: steps.release.by }),
          output: ({ reply }) => ({ signed: reply.signature }),
          timeout: '3d',
        },
        output<{ signature: string }>(),
      )
      .saga('survey', { saga: 'ask-how-it-was' }, output<{ stars: number }>())
      .output(({ steps, input }) => ({
        order: input.orderId,
        signed: steps.delivery.signed,
        stars: steps.survey.stars,
        paidAt: steps.paid.at,
        grams: steps.weighed.grams,
        said: steps.gut.comment,
      })),
  );
  expectSame(
    built,
    `
name: fulfil
steps:
  - name: paid
    event:
      type: invoice.paid
      topic: bank.invoices
      key: input.orderId
      match: event.data.orderId
      keep: 2h
    output: { cents: "\${ event.data.cents }", at: "\${ event.time }" }
    timeout: 14d
  - { name: packed, signal: packed, timeout: 2d }
  - { name: weighed, signal: weighed, output: { grams: "\${ signal.weight }" } }
  - name: release
    approval:
      question: { cents: "\${ steps.paid.cents }", by: "\${ steps.packed.by }" }
      approvers: [desk]
      default: reject
    timeout: 1d
  - { name: gut, description: ask once more, approval: { question: "Does it feel right?" } }
  - { name: night, delayUntil: input.notBefore }
  - { name: breath, description: a pause, delay: 5s }
  - name: delivery
    saga: deliver
    version: 3
    input: { order: "\${ input.orderId }", approvedBy: "\${ steps.release.by }" }
    output: { signed: "\${ reply.signature }" }
    timeout: 3d
  - { name: survey, saga: ask-how-it-was }
output:
  order: "\${ input.orderId }"
  signed: "\${ steps.delivery.signed }"
  stars: "\${ steps.survey.stars }"
  paidAt: "\${ steps.paid.at }"
  grams: "\${ steps.weighed.grams }"
  said: "\${ steps.gut.comment }"
`,
  );
});
