import { recorded } from './testing/recorded.js';

const COMMANDS = [
  'lint',
  'graph',
  'schema',
  'discover',
  'definitions',
  'register',
  'unknown',
  'deactivate',
  'activate',
  'rollback',
  'canary',
  'verify-participant',
  'asyncapi',
  'diff',
  'migrate',
  'gate',
];

it.each([[['--help']], ...COMMANDS.map((command) => [[command, '--help']])])(
  '%j explains itself',
  async (args) => {
    const { status, out } = await recorded(args);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(/^Usage: sagactl/) });
  },
);

it('lists every command', async () => {
  const { out } = await recorded(['--help']);
  for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
});

it.each([[['--version']], ...COMMANDS.map((command) => [[command, '--version']])])(
  '%j tells its version',
  async (args) => {
    expect(await recorded(args)).toEqual({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: '',
    });
  },
);

it.each([
  ['no command', [], 'Usage: sagactl'],
  ['a misspelt command', ['lnit'], "error: unknown command 'lnit'\n(Did you mean lint?)"],
  ['no file', ['lint'], "error: missing required argument 'files'"],
  ['two files where one is drawn', ['graph', 'a', 'b'], 'error: too many arguments'],
  ['an unknown option', ['lint', 'a', '--colour'], "error: unknown option '--colour'"],
  ['an unknown format', ['graph', 'a', '--format', 'png'], 'Allowed choices are mermaid, svg.'],
  [
    'a decision without a reason',
    ['deactivate', 'a'],
    "error: required option '--reason <why>' not specified",
  ],
  ['a version that is no number', ['rollback', 'a', 'v1', '--reason', 'b'], 'It must be a whole number.'],
  [
    "a topic that is no participant's",
    ['verify-participant', '--topic', 'saga.reply', '--command', 'a.b', '--input', '{}'],
    'It must be as in saga.command.payments',
  ],
  [
    'no participant to verify',
    ['verify-participant', '--command', 'a.b', '--input', '{}'],
    "say which participant by '--topic <topic>'",
  ],
  [
    'an address without a coordinator',
    ['definitions', '--url', 'http://127.0.0.1:2'],
    'nobody listens there',
  ],
])('%s is refused with status 2', async (_what, args, message) => {
  const { status, err } = await recorded(args);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
});
