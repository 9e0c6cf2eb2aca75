import { recorded } from './testing/recorded.js';

it.each([[['--help']], [['lint', '--help']], [['graph', '--help']], [['schema', '--help']]])(
  '%j explains itself',
  async (args) => {
    const { status, out } = await recorded(args);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(/^Usage: sagactl/) });
  },
);

it.each([[['--version']], [['lint', '--version']], [['graph', '--version']], [['schema', '--version']]])(
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
])('%s is refused with status 2', async (_what, args, message) => {
  const { status, err } = await recorded(args);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
});
