import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sagactl } from '../sagactl.js';
import { plain } from '../terminal.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const folder = scratchFolder();
const SELL = `
name: sell
steps:
  - { name: pay, command: bank.pay, compensate: bank.refund, timeout: 5s, retry: { attempts: 1 } }
  - { name: send, command: stock.send, pivot: true }
`;
const USUAL = ['--rate', '2/s', '--during', '1m'];

async function whatIf(args: string[], definition = SELL) {
  const said = { out: '', err: '' };
  const status = await sagactl(['what-if', '-', ...USUAL, ...args], {
    stdin: Readable.from([Buffer.from(definition)]),
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    style: plain,
  });
  return { status, ...said };
}

afterAll(() => folder.remove());

describe('sagactl what-if', () => {
  it('says what becomes of the sagas, and draws it', async () => {
    const svg = join(folder.path, 'out.svg');
    const { status, out, err } = await whatIf(['--fault', 'bank down 20s at 10s', '--svg', svg]);
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toMatch(/^sell: 2\/s for 1m, bank down 20s at 10s\n\nfrom +started +open/);
    expect(readFileSync(svg, 'utf8')).toContain('<svg');
  });

  it('takes how participants work', async () => {
    const { out } = await whatIf(['--participant', 'bank=2s,1']);
    expect(out).not.toBe((await whatIf([])).out);
  });

  it.each([
    [['--fault', 'banks down 20s'], 'there is no participant or command banks'],
    [['--rate', 'often'], 'rate: "often" is none'],
    [['--participant', 'bank'], 'It must be as in payments=80ms,4.'],
    [['--input', 'nowhere.json'], "can't read nowhere.json as JSON"],
  ])('says what is wrong with %j', async (args, message) => {
    const { status, err } = await whatIf(args);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it('simulates no definition that has faults', async () => {
    const { status, err } = await whatIf([], 'name: sell');
    expect(status).toBe(1);
    expect(err).toContain('steps');
  });
});
