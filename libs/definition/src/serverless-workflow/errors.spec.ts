import { imported, steps } from './testing/imported.js';

const work = (name: string) => `{ ${name}: { call: shop.${name}, metadata: { compensate: none } } }`;
const done = (name: string) => `{ name: ${name}, command: shop.${name}, compensate: none }`;
const attempt = (handler: string) => `do: [{ attempt: { try: [${work('charge')}], catch: ${handler} } }]`;
const TYPE = 'https://serverlessworkflow.io/spec/1.0.0/errors/';

it.each([
  ['{}', undefined],
  [
    `{ errors: { with: { type: ${TYPE}communication, status: 503 } } }`,
    "failure.code == 'communication-503'",
  ],
  [`{ errors: { with: { type: ${TYPE}communication } } }`, "failure.code.startsWith('communication')"],
  ['{ errors: { with: { status: 404 } } }', "failure.code.endsWith('404')"],
  [`{ errors: { with: { type: ${TYPE}timeout, status: 408 } } }`, "failure.code == 'timeout'"],
  [`{ errors: { with: { type: ${TYPE}expression } } }`, "failure.code == 'expression-failed'"],
  [
    '{ errors: { with: { type: https://shop.example/errors#SoldOut } } }',
    "failure.code.startsWith('sold-out')",
  ],
  ['{ when: .retriable }', 'has(input.retriable) && input.retriable != null && input.retriable != false'],
  [`{ as: e, when: '$e.detail == "sold out"' }`, "failure.message == 'sold out'"],
  [`{ exceptWhen: '.vip == true' }`, '!(has(input.vip) && input.vip == true)'],
])('catch: %s is another way when %s', (handler, when) => {
  expect(imported(attempt(handler)).steps).toEqual([
    {
      name: 'attempt',
      try: [{ steps: steps(`[${done('charge')}]`) }, { ...(when && { when }), steps: [] }],
    },
  ]);
});

it('does what is to be done after an error on the other way', () => {
  const { steps: written, paths } = imported(`
    do:
      - attempt:
          try: [${work('charge')}]
          catch:
            errors: { with: { type: ${TYPE}communication, title: Gone } }
            as: problem
            when: $problem.status == 1
            do: [{ tell: { call: shop.tell, with: { why: '\${ $problem.detail }' }, metadata: { compensate: none } } }]
      - ship: { call: shop.ship, with: { id: '\${ .id }' }, metadata: { compensate: none } }
  `);
  expect(written).toEqual(
    steps(`
      - name: attempt
        try:
          - steps: [${done('charge')}]
          - when: failure.code.startsWith('communication') && false
            steps: [{ name: tell, command: shop.tell, input: { why: null }, compensate: none }]
      - name: ship
        command: shop.ship
        input: { id: '\${ has(steps.charge) ? steps.charge.id : (has(steps.tell) ? steps.tell.id : null) }' }
        compensate: none
    `),
  );
  expect(paths).toEqual([
    '/do/0/attempt/catch/errors/with',
    '/do/0/attempt/catch/errors/with/title',
    '/do/0/attempt/catch/when',
    '/do/0/attempt/catch/do/0/tell/with/why',
  ]);
});

it.each([
  [
    '{ delay: PT3S, backoff: { exponential: {} }, limit: { attempt: { count: 5 } } }',
    { attempts: 6, backoff: '3s', factor: 2, maxBackoff: '48s', jitter: 0 },
  ],
  [
    '{ delay: { seconds: 2 }, backoff: { constant: {} }, limit: { attempt: { count: 1 } }, jitter: { from: PT1S, to: PT2S } }',
    { attempts: 2, backoff: '4s', factor: 1, maxBackoff: '4s', jitter: 0.25 },
  ],
  ['{ limit: { attempt: { count: 0 } } }', { attempts: 1, factor: 1, jitter: 0 }],
  [
    '{ delay: P1D, limit: { attempt: { count: 5000 } } }',
    { attempts: 1000, backoff: '1d', factor: 1, maxBackoff: '1d', jitter: 0 },
  ],
])('retry: %s is the retry policy of the command', (policy, retry) => {
  expect(imported(attempt(`{ retry: ${policy} }`))).toMatchObject({
    steps: [{ name: 'charge', command: 'shop.charge', retry, compensate: 'none' }],
    notMapped: [],
  });
});

it('retries by a policy of the whole workflow, before another way is gone', () => {
  const { steps, notMapped } = imported(`
    use: { retries: { often: { delay: PT1S, limit: { attempt: { count: 9 } } } } }
    ${attempt(`{ retry: often, do: [${work('later')}] }`)}
  `);
  expect(notMapped).toEqual([]);
  expect(steps).toMatchObject([
    { try: [{ steps: [{ name: 'charge', retry: { attempts: 10 } }] }, { steps: [{ name: 'later' }] }] },
  ]);
});

it('lists what a retry policy of a saga does not say', () => {
  const { paths } = imported(`
    do:
      - attempt:
          try: [${work('a')}, ${work('b')}]
          catch:
            errors: { with: { status: 503 } }
            when: .x
            retry:
              when: .y
              exceptWhen: .z
              delay: PT1S
              backoff: { linear: { step: 2 } }
              limit: { attempt: { duration: PT1M }, duration: PT1H }
              jitter: { from: PT1S, to: PT2S }
  `);
  const at = '/do/0/attempt/catch';
  expect(paths).toEqual([
    `${at}/errors`,
    `${at}/when`,
    `${at}/retry`,
    `${at}/retry`,
    `${at}/retry/when`,
    `${at}/retry/exceptWhen`,
    `${at}/retry/backoff/linear`,
    `${at}/retry/backoff/linear/step`,
    `${at}/retry/limit/attempt/duration`,
    `${at}/retry/limit/duration`,
  ]);
});
