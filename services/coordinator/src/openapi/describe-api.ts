import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { OperatorService } from '@saga/contracts/operator';
import { OPERATORS } from '../coordinator.module.js';
import { operationsOf } from '../operations/operation.js';
import { type Example, openApi } from './open-api.js';
import { protoComments } from './proto-comments.js';

const COORDINATOR = join(import.meta.dirname, '../..');

/** The OpenAPI document of the coordinator, from its sources. Needs buf. */
export function describeApi(): object {
  const operations = operationsOf(OPERATORS);
  return openApi(operations, OperatorService, comments(), example);
}

function comments(): Map<string, string> {
  const proto = join(COORDINATOR, '../../proto');
  const built = execFileSync(
    'npx',
    ['buf', 'build', proto, '--path', join(proto, 'saga/operator'), '-o', '-'],
    {
      cwd: COORDINATOR,
    },
  );
  return new Map(fromBinary(FileDescriptorSetSchema, built).file.flatMap(protoComments));
}

function example(name: string): Example {
  return JSON.parse(readFileSync(join(COORDINATOR, `api-examples/${name}.json`), 'utf8')) as Example;
}
