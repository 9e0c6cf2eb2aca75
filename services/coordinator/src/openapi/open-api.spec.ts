import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { OperatorService } from '@saga/contracts/operator';
import { OPERATORS } from '../coordinator.module.js';
import { operationsOf } from '../operations/operation.js';
import { openApi } from './open-api.js';

const ROOT = join(__dirname, '../../../..');

/** What an operation's example is, where it does not matter. */
const noExample = () => ({ request: {}, answer: {} });

describe('the OpenAPI document', () => {
  it('is what the declared operations say', () => {
    const check = ['run', 'openapi', '-w', '@saga/coordinator', '--', '--check'];
    expect(() => execFileSync('npm', check, { cwd: ROOT, stdio: 'pipe' })).not.toThrow();
  }, 60_000);

  it('passes the linter', () => {
    const lint = ['run', '--silent', 'openapi:lint', '-w', '@saga/coordinator'];
    expect(execFileSync('npm', lint, { cwd: ROOT, encoding: 'utf8' })).toBe('');
  }, 60_000);

  it('can not be made while an rpc has no operation', () => {
    const [, ...rest] = operationsOf(OPERATORS);
    expect(() => openApi(rest, OperatorService, new Map(), noExample)).toThrow('no operation for StartSaga');
  });

  it('can not be made while an operation asks for other fields than its rpc', () => {
    const operations = operationsOf(OPERATORS);
    const [start, list] = operations;
    const mixed = [{ ...start!, request: list!.request }, ...operations.slice(1)];
    expect(() => openApi(mixed, OperatorService, new Map(), noExample)).toThrow(
      /^StartSaga asks for .*limit.* in REST/,
    );
  });
});
