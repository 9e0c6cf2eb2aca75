/**
 * Writes openapi.json from the declared operations, and from it the types and routes of the client in libs/api.
 * Run by `npm run openapi -w @saga/coordinator`, after a build. With --check it writes nothing and exits 1 when any
 * of them is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTs, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { describeApi } from '../dist/openapi/describe-api.js';

const root = join(import.meta.dirname, '../../..');
const document = describeApi();
const routes = Object.fromEntries(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => [operationId, [method.toUpperCase(), path]]),
  ),
);
const MADE = '/** Made by `npm run openapi -w @saga/coordinator`. */\n';
const files = {
  'services/coordinator/openapi.json': JSON.stringify(document),
  'libs/api/src/gen/operations.ts': MADE + astToString(await openapiTs(document)),
  'libs/api/src/gen/routes.ts': `${MADE}export const ROUTES = ${JSON.stringify(routes)} as const;`,
};
for (const [file, text] of Object.entries(files)) {
  const path = join(root, file);
  const wanted = await prettier.format(text, { ...(await prettier.resolveConfig(path)), filepath: path });
  if (!process.argv.includes('--check')) writeFileSync(path, wanted);
  else if (readFileSync(path, 'utf8') !== wanted) {
    console.error(`${file} is not up to date: run \`npm run openapi -w @saga/coordinator\` and commit it.`);
    process.exitCode = 1;
  }
}
