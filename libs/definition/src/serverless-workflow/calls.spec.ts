import { imported, steps } from './testing/imported.js';

/** A call of a function whose compensation is known. */
const call = (name: string) => `
do:
  - ${name.includes(':') || name.includes('.') ? 'task' : name}:
      call: ${name}
      with: { id: '\${ .order.id }', urgent: true }
      metadata: { compensate: orders.undo }
`;

it.each([
  ['payments.charge', 'payments.charge'],
  ['billing.cards.charge', 'billing.cards.charge'],
  ['Payments.chargeCard', 'payments.charge-card'],
  ['chargeCard', 'card.charge'],
  ['getPetById', 'pet.get-by-id'],
  ['send_email_to_customer', 'email.send-to-customer'],
  ['charge', 'shop.charge'],
  ['chargeSaga', 'saga-service.charge'],
  ['log:1.2.0@default', 'shop.log'],
  ['https://catalog.example/functions/log/1.0.0/function.yaml', 'shop.log'],
])('a call of the function %s is the command %s', (name, command) => {
  expect(imported(call(name)).steps).toMatchObject([
    { command, input: { id: '${ input.order.id }', urgent: true }, compensate: 'orders.undo' },
  ]);
});

it('maps a function that says how it is undone without a remainder', () => {
  expect(imported(call('chargeCard')).notMapped).toEqual([]);
});

it('asks how a step is undone whose metadata do not say so', () => {
  const { steps, notMapped } = imported('do: [{ chargeCard: { call: chargeCard } }]');
  expect(steps).toEqual([{ name: 'chargeCard', command: 'card.charge', compensate: 'none' }]);
  expect(notMapped).toEqual([
    {
      path: '/do/0/chargeCard/metadata/compensate',
      what: 'how "chargeCard" is undone',
      why: expect.stringContaining('a saga undoes what was done before'),
      fix: 'name the command that undoes it, or leave "compensate: none" if there is nothing to undo',
    },
  ]);
});

it('takes the command and its compensation from the metadata', () => {
  const { steps, notMapped } = imported(`
    do:
      - charge:
          call: http
          with: { method: post, endpoint: 'https://bank.example/charges', body: { sum: '\${ .sum }' } }
          metadata:
            command: payments.charge
            compensate: { command: payments.refund, input: { sum: '\${ .sum }' } }
            owner: billing
  `);
  expect(steps).toMatchObject([
    {
      command: 'payments.charge',
      compensate: { command: 'payments.refund', input: { sum: '${ input.sum }' } },
    },
  ]);
  expect(notMapped.map(({ what }) => what)).toEqual(['the call by http', 'metadata "owner"']);
});

it.each([
  ['http', `{ method: post, endpoint: 'https://api.petstore.example:8080/v2/pets' }`, 'petstore.buy-pet'],
  ['http', `{ method: post, endpoint: { uri: 'https://www.example.com' } }`, 'example.buy-pet'],
  ['http', `{ method: post, endpoint: 'http://localhost:3000/pets' }`, 'shop.buy-pet'],
  ['http', `{ method: post, endpoint: 'http://10.0.0.7/pets' }`, 'shop.buy-pet'],
  ['http', `{ method: post, endpoint: '\${ .url }' }`, 'shop.buy-pet'],
  [
    'openapi',
    `{ document: { endpoint: 'https://petstore.example/openapi.json' }, operationId: addPet }`,
    'petstore.add-pet',
  ],
  [
    'grpc',
    `{ proto: { endpoint: 'file://pets.proto' }, service: { name: shop.v1.PetStore, host: pets }, method: AddPet }`,
    'pet-store.add-pet',
  ],
  [
    'asyncapi',
    `{ document: { endpoint: 'https://pets.example/asyncapi.json' }, channel: /pets/new, message: { payload: {} } }`,
    'pets.pets-new',
  ],
  ['a2a', `{ method: message/send, server: 'https://agents.example' }`, 'agents.buy-pet'],
  [
    'mcp',
    `{ method: tools/call, transport: { http: { endpoint: 'https://tools.example' } } }`,
    'tools.buy-pet',
  ],
])(
  'a call by %s with %s is the command %s, whose participant makes the call',
  (protocol, parameters, command) => {
    const { steps, notMapped } = imported(`do: [{ buyPet: { call: ${protocol}, with: ${parameters} } }]`);
    expect(steps).toMatchObject([{ name: 'buyPet', command, input: expect.any(Object) }]);
    expect(notMapped).toContainEqual(
      expect.objectContaining({ path: '/do/0/buyPet/call', fix: expect.stringContaining(command) }),
    );
  },
);

it('hands all that is in the call on to the participant, but for credentials', () => {
  const {
    steps: [step],
    notMapped,
  } = imported(`
    do:
      - findPet:
          call: http
          with:
            method: GET
            endpoint:
              uri: https://petstore.example/pets/{id}
              authentication: { basic: { username: me, password: secret } }
            headers: { Accept: application/json, Authorization: Bearer 123 }
            query: { kind: '\${ .kind }' }
  `);
  expect(step).toEqual(
    steps(`
      name: findPet
      command: petstore.find-pet
      input:
        method: GET
        endpoint: { uri: "\${ 'https://petstore.example/pets/' + string(input.id) }" }
        headers: { Accept: application/json }
        query: { kind: '\${ input.kind }' }
      compensate: none
    `),
  );
  expect(notMapped.map(({ path, what }) => [path, what])).toEqual([
    ['/do/0/findPet/call', 'the call by http'],
    ['/do/0/findPet/with/endpoint/authentication', 'credentials'],
    ['/do/0/findPet/with/headers/Authorization', 'credentials'],
  ]);
});

it('lists how a function is called that the workflow declares', () => {
  const { steps, paths } = imported(`
    use:
      functions:
        chargeCard: { call: http, with: { method: post, endpoint: 'https://bank.example' } }
        unused: { call: http, with: { method: post, endpoint: 'https://bank.example' } }
    do: [{ pay: { call: chargeCard, with: { sum: 5 }, metadata: { compensate: card.refund } } }]
  `);
  expect(steps).toMatchObject([{ command: 'card.charge', input: { sum: 5 } }]);
  expect(paths).toEqual(['/use/functions/chargeCard', '/use/functions/unused']);
});

it.each([
  [
    'publishes an event',
    'emit: { event: { with: { type: order.placed, source: /orders } } }',
    'events.publish',
    {},
  ],
  ['runs a container', 'run: { container: { image: pack } }', 'containers.run', {}],
  ['runs a script', 'run: { script: { language: js, code: "1" } }', 'scripts.run', {}],
  ['runs a shell', 'run: { shell: { command: ls }, return: code }', 'shells.run', {}],
  [
    'raises an error',
    'raise: { error: { type: https://shop.example/errors/sold-out, status: 409 } }',
    'errors.raise',
    { retry: { attempts: 1 } },
  ],
])('what %s becomes a command, too, so that it is not passed over', (_what, task, command, more) => {
  const { steps, notMapped } = imported(`do: [{ act: { ${task} } }]`);
  expect(steps).toMatchObject([{ name: 'act', command, input: expect.any(Object), ...more }]);
  expect(notMapped.map(({ fix }) => fix)).toContainEqual(expect.stringContaining(`the command ${command}`));
});

it('another workflow becomes another saga', () => {
  const { steps, notMapped } = imported(`
    do:
      - pay:
          run: { workflow: { namespace: shop, name: Take-Payment, version: latest, input: { sum: '\${ .sum }' } } }
          output: { as: { receipt: '\${ .id }' } }
          timeout: { after: PT1H }
      - other: { run: { workflow: { namespace: bank, name: x, version: '1.2.0' }, await: false } }
  `);
  expect(steps).toMatchObject([
    {
      name: 'pay',
      saga: 'take-payment',
      input: { sum: '${ input.sum }' },
      output: { receipt: '${ reply.id }' },
      timeout: '1h',
    },
    { name: 'other', saga: 'x' },
  ]);
  expect(notMapped.map(({ what }) => what)).toEqual([
    'the namespace bank',
    'version 1.2.0',
    'not waiting for the end',
  ]);
});
