/** Names what Redocly's rules find fault with in openapi.json, and exits 1 if there is anything. */
import { join } from 'node:path';
import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended-strict'], rules: { 'tag-description': 'off' } });
const problems = await lint({ ref: join(import.meta.dirname, '../openapi.json'), config });
if (problems.length > 0) {
  formatProblems(problems, { totals: getTotals(problems), format: 'stylish', version: '' });
  process.exitCode = 1;
}
