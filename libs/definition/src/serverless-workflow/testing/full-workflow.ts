/** A workflow with every field that the DSL 1.0 has, each at least once. */
export const FULL_WORKFLOW = `
document:
  dsl: '1.0.3'
  namespace: shop
  name: full-order
  version: '2.1.0'
  title: Full order
  summary: All that can be said
  tags: { team: blue }
  metadata: { topic: shop.orders, owner: blue }
input:
  schema: { format: json, document: { type: object } }
  from: '.[0].data.order'
evaluate: { language: jq, mode: strict }
timeout: { after: { days: 2, hours: 1, minutes: 1, seconds: 1, milliseconds: 1000 } }
schedule:
  every: PT1H
  cron: 0 0 * * *
  after: PT2H
  on:
    any:
      - with: { type: order.placed, source: /orders }
        correlate: { shop: { from: .data.shop, expect: mine } }
    until: { one: { with: { type: closed } } }
output:
  schema: { document: { type: object } }
  as: { receipt: '\${ .id }', kind: order }
use:
  authentications: { bank: { basic: { username: me, password: secret } } }
  catalogs: { global: { endpoint: { uri: 'https://catalog.example' } } }
  errors:
    soldOut: { type: https://shop.example/errors/sold-out, status: 409, title: Sold out, detail: '\${ .sku }', instance: /do/1 }
    unused: { type: https://shop.example/errors/unused, status: 400 }
  extensions: [{ log: { extend: all, when: '\${ .x }', before: [{ a: { wait: PT1S } }], after: [{ b: { wait: PT1S } }] } }]
  functions:
    chargeCard: { call: http, with: { method: post, endpoint: 'https://bank.example/charges' } }
    unused: { call: http, with: { method: get, endpoint: 'https://bank.example' } }
  retries:
    often:
      when: .again
      exceptWhen: .never
      delay: PT2S
      backoff: { exponential: { factor: 3 } }
      limit: { attempt: { count: 4, duration: PT9S }, duration: PT1M }
      jitter: { from: PT1S, to: PT3S }
    unused: { delay: PT1S }
  secrets: [bankKey]
  timeouts: { short: { after: PT5S }, unused: { after: PT6S } }
do:
  - prepare:
      set: { sku: '\${ .lines[0].sku }', note: to be packed, size: 3, gift: true }
      export: { schema: { document: { type: object } }, as: { sku: '\${ .sku }' } }
  - charge:
      if: .gift == true
      input: { schema: { document: { type: object } }, from: { sum: '\${ $workflow.input[0].data.sum }' } }
      call: chargeCard
      with: { sum: '\${ .sum }', currency: EUR, retries: 2, urgent: false, lines: [1, two, { three: null }], all: '\${ . }', set: '\${ $task.input }' }
      output: { schema: { document: { type: object } }, as: { id: '\${ .receipt }', paid: true } }
      export: { as: '$context + { paid: .paid }' }
      timeout: short
      then: reserve
      metadata: { compensate: { command: card.refund, input: { sum: '\${ .sum }' } }, owner: bank }
  - reserve:
      call: http
      with:
        method: post
        endpoint: { uri: 'https://stock.example/items/{id}', authentication: { use: bank } }
        headers: { Accept: application/json, Authorization: Bearer }
        body: { known: '\${ $context }', count: 2 }
        query: { mode: fast }
        output: content
        redirect: true
      metadata: { command: stock.reserve, compensate: stock.release }
  - book:
      call: openapi
      with:
        document: { name: spec, endpoint: 'https://carrier.example/openapi.json' }
        operationId: bookParcel
        parameters: { weight: 4 }
        authentication: { use: bank }
        output: content
        redirect: false
  - greet:
      call: grpc
      with:
        proto: { endpoint: 'file://greet.proto' }
        service: { name: Greet.Greeter, host: greeter, port: 5000, authentication: { use: bank } }
        method: SayHello
        arguments: { name: you }
  - announce:
      call: asyncapi
      with:
        document: { endpoint: 'https://mail.example/asyncapi.json' }
        operation: sendMail
        channel: /mail
        server: { name: staging, variables: { zone: eu } }
        protocol: kafka
        message: { payload: { to: you }, headers: { x: y } }
        subscription: { filter: '\${ .x }', consume: { amount: 1, for: PT1S }, foreach: { item: m, at: i, do: [{ z: { wait: PT1S } }] } }
        authentication: { bearer: { token: abc } }
  - report:
      call: a2a
      with:
        method: message/send
        agentCard: { endpoint: 'https://agents.example/card.json' }
        server: 'https://agents.example'
        parameters: { message: hello }
  - notify:
      call: mcp
      with:
        protocolVersion: '2025-06-18'
        method: tools/call
        parameters: { name: post }
        timeout: PT3S
        transport:
          http: { endpoint: 'https://tools.example', headers: { Accept: all } }
          stdio: { command: npx, arguments: [tools], environment: { TOKEN: abc } }
          options: { x: y }
        client: { name: shop, version: '1' }
  - parcels:
      for: { each: parcel, in: '$workflow.input[0].data.parcels', at: number }
      while: .open
      do: [{ pack: { call: shop.pack, with: { id: '\${ $parcel.id }', at: '\${ $number }' } } }]
      output: { as: . }
  - sides:
      fork:
        compete: true
        branches: [{ left: { call: shop.left } }, { right: { call: shop.right, with: { x: 1 } } }]
      timeout: { after: PT7S }
  - paid:
      listen:
        to:
          all:
            - with: { type: bank.paid, source: /bank, id: '1', time: now, subject: s, datacontenttype: json, dataschema: x, data: '\${ .sum > 1 }', extra: e }
              correlate: { order: { from: .data.order, expect: '\${ $workflow.input[0].data.id }' } }
            - with: { type: bank.checked }
              correlate: { order: { from: .data.order } }
        read: envelope
      foreach: { item: e, at: i, do: [{ y: { wait: PT1S } }], output: { as: . }, export: { as: . } }
      timeout: { after: PT8S }
      metadata: { topic: bank }
  - decide:
      switch:
        - big: { when: '$context.sku == "big"', then: attempt }
        - other: { then: emitted }
  - attempt:
      try: [{ risky: { call: shop.risky, metadata: { compensate: none } } }]
      catch:
        errors: { with: { type: https://shop.example/errors/busy, status: 503, instance: /x, title: t, details: d } }
        as: problem
        when: $problem.detail == "busy"
        exceptWhen: $workflow.input[0].data.final == true
        retry: often
        do: [{ give: { call: shop.give, with: { up: true } } }]
      then: exit
  - emitted:
      emit: { event: { with: { id: '2', source: /shop, type: shop.done, data: { ok: true } }, more: 1 } }
  - packed:
      run:
        container:
          image: pack
          name: p
          command: run
          ports: { '80': 80 }
          volumes: { a: b }
          environment: { A: b }
          stdin: in
          arguments: [a]
          lifetime: { cleanup: eventually, after: PT1M }
          pullPolicy: always
        await: false
        return: code
  - scripted: { run: { script: { language: js, code: '1', stdin: in, arguments: [a], environment: { A: b } } } }
  - shelled: { run: { shell: { command: ls, stdin: in, arguments: [a], environment: { A: b } } } }
  - nested:
      run: { workflow: { namespace: bank, name: settle, version: '1.0.0', input: { sum: 5 } }, await: true, return: all }
  - pause: { wait: { seconds: 30 } }
  - inner: { do: [{ last: { call: shop.last } }] }
  - failed: { raise: { error: soldOut } }
`;
