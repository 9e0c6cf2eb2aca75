import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Runs a tool of the workspace; throws with what it printed when it fails. */
function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
}

describe('the protos', () => {
  it('pass buf lint', () => {
    expect(run('npx', 'buf', 'lint', 'proto')).toBe('');
  }, 30_000);

  it('are formatted', () => {
    expect(run('npx', 'buf', 'format', 'proto', '--diff', '--exit-code')).toBe('');
  }, 30_000);

  it('are what the committed TypeScript was generated from', () => {
    expect(() => run('npm', 'run', 'generate:check', '-w', '@saga/contracts')).not.toThrow();
  }, 30_000);
});
