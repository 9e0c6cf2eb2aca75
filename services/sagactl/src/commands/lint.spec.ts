import { MAX_DEFINITION_BYTES } from '@saga/definition';
import { coloured } from '../terminal.js';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const SOUND = `
name: refund
steps:
  - { name: pay, command: payments.pay, compensate: none }
`;
const FAULTY = `name: order
deadline: 1s
steps:
  - name: charge
    command: payments.charge
    input: { total: '\${ input. }' }
    compensate: payments.refund
  - name: charge
    command: payments.charge
    pivot: true
`;
const folder = scratchFolder();
afterAll(() => folder.remove());
const sound = folder.write('sound.yaml', SOUND);
const faulty = folder.write('faulty.yaml', FAULTY);

it('says that a definition is sound', async () => {
  expect(await recorded(['lint', sound])).toEqual({ status: 0, out: 'refund: ok, 1 step\n', err: '' });
});

it('names every fault with its place and its fix, in the order of the text', async () => {
  const { status, out } = await recorded(['lint', faulty]);
  expect(status).toBe(1);
  const lines = out.trimEnd().split('\n');
  expect(lines.filter((line) => !line.startsWith('  '))).toEqual([
    expect.stringMatching(/^\S+faulty.yaml:2:1: .*deadline/),
    expect.stringMatching(/^\S+faulty.yaml:6:14: .*input\./),
    expect.stringMatching(/^\S+faulty.yaml:8:5: .*charge/),
    `${faulty}: 3 faults`,
  ]);
  expect(lines).toContain('  at /steps/1/name; fix: rename one');
});

it('reads standard input', async () => {
  expect((await recorded(['lint', '-'], { stdin: SOUND })).out).toBe('refund: ok, 1 step\n');
  expect((await recorded(['lint', '-'], { stdin: FAULTY })).out).toContain('standard input:2:1: the saga');
});

it('reports to programs in JSON', async () => {
  const { status, out } = await recorded(['lint', '--format', 'json', sound, faulty]);
  expect(status).toBe(1);
  expect(JSON.parse(out)).toEqual([
    { file: sound, status: 'ok', name: 'refund', steps: 1 },
    { file: faulty, status: 'faulty', faults: expect.any(Array) },
  ]);
  expect(JSON.parse(out)[1].faults[0]).toEqual({
    path: '/deadline',
    message: expect.stringContaining('shorter'),
    fix: expect.any(String),
    line: 2,
    column: 1,
  });
});

describe('what is no definition ends with status 2', () => {
  const twice = folder.write('twice.yaml', 'name: a\nname: b');
  const latin = folder.write('latin.yaml', Buffer.from('name: caf\xe9', 'latin1'));
  const long = folder.write('long.yaml', ' '.repeat(2 * MAX_DEFINITION_BYTES));

  it.each([
    ['a missing file', `${folder.path}/nowhere.yaml`, 'there is no such file'],
    ['a file as a folder', `${sound}/a.yaml`, 'there is no such file'],
    ['a folder', folder.path, 'is a folder'],
    ['a text that is no YAML', twice, 'line 2, column 1: Map keys must be unique'],
    ['a text in another encoding', latin, 'is not text in UTF-8'],
    ['a text that is too long', long, 'the text is longer than 262144 bytes'],
  ])('%s', async (_what, file, message) => {
    const { status, out } = await recorded(['lint', file]);
    expect({ status, out }).toEqual({ status: 2, out: expect.stringContaining(`${file}: ${message}`) });
    expect(out).toContain('\n  fix: ');
  });

  it('but the other files are checked', async () => {
    const { status, out } = await recorded(['lint', folder.path, faulty, sound]);
    expect(status).toBe(2);
    expect(out).toMatch(/is a folder[^]*faulty.yaml: 3 faults[^]*refund: ok/);
  });
});

it('is coloured where colours can be seen', async () => {
  const { out } = await recorded(['lint', sound], { style: coloured });
  expect(out).toBe('refund: \x1b[32mok\x1b[39m, 1 step\n');
});

it('shows control characters of a definition, and never sends them', async () => {
  const { out } = await recorded(['lint', '-'], { stdin: '{"name": "a", "steps": [], "\\u001b[2J": 1}' });
  expect(out).toContain('unknown field "\\x1b[2J"');
  expect(out).not.toContain('\x1b');
});
