import { expression, output, saga } from './saga-builder.js';

const step = { command: 'any.thing', compensate: 'none' } as const;

/*
 * That these specs compile is what they test: where no error is expected, or an expected one is missing, the type
 * check of the specs fails.
 */
describe('what does not compile', () => {
  it('is to read outside of a loop what only its flow knows', () => {
    saga<{ accounts: { id: string }[] }>({ name: 'loops' }, (flow) =>
      flow
        .each('accounts', { in: ({ input }) => input.accounts }, (one) =>
          one
            .step('open', step, output<{ number: string }>())
            // @ts-expect-error: an account has no "name".
            .step('wrong', { ...step, input: ({ item }) => ({ name: item.name }) })
            // @ts-expect-error: the item is called "item", and there are no rounds.
            .step('worse', { ...step, input: ({ account, round }) => ({ account, round }) })
            .output(({ item, steps }) => ({ id: item.id, number: steps.open.number })),
        )
        .repeat('poll', (round) => round.step('check', step, output<{ done: boolean }>()), {
          until: ({ steps }) => steps.check.done,
          atMost: 3,
        })
        .step('after', {
          ...step,
          // The results can be read, and the last round.
          input: ({ steps }) => ({
            first: expression`${steps.accounts.results}[0]`,
            done: steps.check.done,
          }),
        })
        .step('a', {
          ...step,
          // @ts-expect-error: each account has its own "open".
          input: ({ steps }) => ({ number: steps.open.number }),
        })
        .step('b', {
          ...step,
          // @ts-expect-error: there is no item out here.
          input: ({ item }) => ({ item }),
        })
        .each(
          'numbers',
          // @ts-expect-error: a text is no list.
          { in: ({ steps }) => expression<string>`${steps.accounts.count}` },
          (one) => one.step('number', step),
        )
        .each('silent', { in: ({ input }) => input.accounts }, (one) => one.step('nothing', step))
        .step('c', {
          ...step,
          // @ts-expect-error: the flow has no output, so there are no results.
          input: ({ steps }) => ({ results: steps.silent.results }),
        })
        .repeat('again', (round) => round.step('look', step, output<{ done: string }>()), {
          // @ts-expect-error: a condition is no text.
          until: ({ steps }) => steps.look.done,
          atMost: 3,
        }),
    );
  });

  it('is to read what may not have happened', () => {
    saga({ name: 'doubts', onFailure: (flow) => flow.step('sorry', { command: 'any.sorry' }) }, (flow) =>
      flow
        .try('ways', [
          {
            // @ts-expect-error: a failure has no "reason".
            when: ({ failure }) => expression<boolean>`${failure.reason} == 1`,
            then: (way) => way.step('card', step, output<{ id: string }>()),
          },
        ])
        .parallel(
          'any',
          {
            a: (branch) => branch.step('north', step, output<{ cents: number }>()),
            b: (branch) => branch.step('south', step, output<{ cents: number }>()),
          },
          { join: 'any' },
        )
        .step('a', {
          ...step,
          // @ts-expect-error: another way may have been taken.
          input: ({ steps }) => ({ card: steps.card.id }),
        })
        .step('b', {
          ...step,
          // @ts-expect-error: the other branch may have been first.
          input: ({ steps }) => ({ cents: steps.north.cents }),
        })
        // @ts-expect-error: a branch that is not needed may not give anything.
        .output(({ steps }) => ({ cents: steps.south.cents })),
    );
    saga(
      {
        name: 'undone',
        onFailure: (flow) =>
          flow.step('sorry', {
            command: 'any.sorry',
            // @ts-expect-error: the steps have been undone.
            input: ({ steps }) => ({ id: steps.booked.id }),
          }),
      },
      (flow) => flow.step('booked', step, output<{ id: string }>()),
    );
  });

  it('is to read of news what they do not say', () => {
    saga<{ id: string }>({ name: 'news' }, (flow) =>
      flow
        .event(
          'paid',
          {
            ...{ type: 'paid', topic: 'bank', key: ({ input }) => input.id },
            // @ts-expect-error: the event has no "order".
            match: ({ event }) => event.data.order,
          },
          output<{ orderId: string }>(),
        )
        .signal('packed', {
          signal: 'packed',
          // @ts-expect-error: a signal is no reply.
          output: ({ reply }) => ({ reply }),
        })
        .approval('release', { approvers: ['desk'] })
        .step(
          'booked',
          {
            ...step,
            // @ts-expect-error: the reply has no "number".
            output: ({ reply }) => ({ id: reply.number }),
          },
          output<{ id: string }>(),
        )
        .step(
          'kept',
          { ...step, output: ({ reply }) => ({ id: reply.id }) },
          output<{ id: string; more: string }>(),
        )
        .step('a', {
          ...step,
          // @ts-expect-error: an approval has "by" and "comment".
          input: ({ steps }) => ({ answer: steps.release.answer }),
        })
        .step('b', {
          ...step,
          // @ts-expect-error: "more" was not kept.
          input: ({ steps }) => ({ more: steps.kept.more }),
        })
        .step('c', {
          ...step,
          // @ts-expect-error: a lock's key is a text.
          lock: { key: () => expression<number>('1') },
        }),
    );
  });
});

it('refuses an expression that is neither a reference nor made by "expression"', () => {
  const build = () =>
    // @ts-expect-error: a list is read, not given.
    saga({ name: 'odd' }, (flow) => flow.each('all', { in: () => [1, 2] }, (one) => one.step('a', step)));
  expect(build).toThrow('an expression is a reference, or made by "expression"');
});
