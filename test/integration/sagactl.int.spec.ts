import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Runs a line in a shell in the project's folder, where `sagactl` is the built program that npm links to. */
function run(line: string) {
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  const options = { cwd: root, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', line], options);
  return { status, stdout, stderr };
}

it('finds every definition in this repository sound', () => {
  const { status, stdout, stderr } = run('sagactl lint services/*/sagas/*.yaml docs/examples/*/*.yaml');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^place-order: ok, 5 steps$/m);
  expect(stdout).toMatch(/^invite: ok, 2 steps$/m);
});

it('tells a pipeline by its status what it found', () => {
  expect(run('echo "name: order" | sagactl lint -')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('"steps" is missing'),
  });
  expect(run('sagactl lint services')).toMatchObject({ status: 2, stderr: '' });
});

it('ends quietly when nobody reads any more', () => {
  expect(run('sagactl schema | :')).toEqual({ status: 0, stdout: '', stderr: '' });
});

it('draws with Graphviz', () => {
  const { status, stdout } = run('sagactl graph --format svg docs/examples/first-saga/invite.yaml');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^<\?xml[^]*>seat<\/text>[^]*<\/svg>\n$/);
});
