import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const ROOT = join(import.meta.dirname, '../../../..');
const ORDER = `
name: order
onFailure:
  - { name: tell, command: mail.sorry, input: { why: "\${ failure.message }", tone: kind } }
steps:
  - name: lines
    each:
      in: input.lines
      as: line
      steps:
        - name: pick
          command: stock.pick
          input: { sku: "\${ line.sku }", box: { kind: small, sizes: [1, 2], fragile: false, note: null } }
          compensate: stock.put-back
      output: { shelf: "\${ steps.pick.shelf }" }
  - name: charge
    command: payments.charge
    input: { cents: "\${ input.cents }" }
    status: payments.status
    compensate: { command: payments.refund, input: { receipt-no: "\${ input.id }" }, verify: payments.is-refunded }
  - name: kept
    command: archive.keep
    output: { place: "\${ reply.place }" }
    compensate: none
  - name: thank
    choose:
      - when: "has(steps.charge.points) && steps.charge.points > 5"
        steps:
          - { name: gift, command: gifts.send, input: { receipt: "\${ steps.charge.receipt }" }, compensate: none }
`;
const REFUND = `
name: refund
steps:
  - { name: payBack, command: payments.refund, input: { receipt: "\${ input.receipt }" }, compensate: none }
`;

const folder = scratchFolder();
afterAll(() => folder.remove());

it('declares every command with what it is sent, and what is read of its output', async () => {
  const files = [folder.write('order.yaml', ORDER), folder.write('refund.yaml', REFUND)];
  const { status, out, err } = await recorded(['types', ...files]);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out.slice(out.indexOf('export'))).toBe(`export interface Commands {
  /** order: kept */
  'archive.keep': { input: object; output: { place: Json } };
  /** order: gift */
  'gifts.send': { input: { receipt: Json }; output: object | void };
  /** order: tell */
  'mail.sorry': { input: { why: Json; tone: string }; output: object | void };
  /** order: charge */
  'payments.charge': { input: { cents: Json }; output: { points?: Json; receipt: Json } };
  /** order: charge */
  'payments.is-refunded'?: { input: { cents: Json }; output: object };
  /** order: charge; refund: payBack */
  'payments.refund': { input: { "receipt-no": Json } | { receipt: Json }; output: object | void };
  /** order: charge */
  'payments.status'?: { input: { cents: Json }; output: object };
  /** order: pick */
  'stock.pick': { input: { sku: Json; box: { kind: string; sizes: (number)[]; fragile: boolean; note: null } }; output: { shelf: Json } };
  /** order: pick */
  'stock.put-back': { input: { sku: Json; box: { kind: string; sizes: (number)[]; fragile: boolean; note: null } }; output: object | void };
}
`);
});

it('declares what a participant can be checked against', async () => {
  const types = join(folder.path, 'commands.d.ts');
  expect(await recorded(['types', folder.write('order.yaml', ORDER), '--output', types])).toEqual({
    ...{ status: 0, out: '', err: '' },
  });
  folder.write(
    'gifts.ts',
    `import { handlersFor } from '${ROOT}/libs/participant/src/handlers-for.js';
import type { Commands } from './commands.js';
const gifts = handlersFor<Commands>();
gifts('gifts', { 'gifts.send': async ({ input }) => void input.receipt });
gifts('gifts', { 'gifts.send': async ({ input }) => void input.amount });
gifts('gifts', { 'gifts.sent': async () => {} });
`,
  );
  const paths = { '@saga/*': [`${ROOT}/libs/*/src/index.ts`] };
  const compilerOptions = { paths, typeRoots: [`${ROOT}/node_modules/@types`], types: ['node'] };
  const config = { extends: `${ROOT}/tsconfig.test.json`, compilerOptions, include: [], files: ['gifts.ts'] };
  folder.write('tsconfig.json', JSON.stringify(config));
  const tsc = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder.path], { encoding: 'utf8' });
  expect(tsc.stdout.match(/gifts\.ts.*/g)).toEqual([
    expect.stringMatching(/^gifts\.ts\(5,.*'amount' does not exist/),
    expect.stringMatching(/^gifts\.ts\(6,.*'gifts\.sent'' does not exist/),
  ]);
}, 60_000);

it('declares nothing of a file with faults, but tells them', async () => {
  const { status, out, err } = await recorded(['types', '-'], { stdin: 'name: refund' });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('"steps" is missing');
});
