import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Documented {
  operationId: string;
  responses: Record<string, unknown>;
  requestBody?: unknown;
}

const COORDINATOR = join(import.meta.dirname, '../..');
const openApi = JSON.parse(readFileSync(join(COORDINATOR, 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Documented>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ ...openApi, $id: 'openapi' });
const validators = new Map<string, ValidateFunction>();

/** The routes of the document with a pattern that their paths match, those without parameters first. */
const ROUTES = Object.entries(openApi.paths)
  .sort(([a], [b]) => a.split('{').length - b.split('{').length)
  .map(([template, methods]) => ({
    template,
    methods,
    pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }));

/**
 * Throws when an answer is not what the OpenAPI document says of its operation. Does nothing for what is no
 * operation, such as a path that is not there.
 */
export function expectDocumented(
  method: string,
  url: string,
  status: number,
  body: unknown,
  sent?: unknown,
): void {
  const { pathname, searchParams } = new URL(url, 'http://api');
  const route = ROUTES.find(
    ({ pattern, methods }) => pattern.test(pathname) && method.toLowerCase() in methods,
  );
  if (!route) return;
  const operation = route.methods[method.toLowerCase()]!;
  if (!operation.responses[status])
    throw new Error(`${operation.operationId} answered ${status}, which openapi.json does not know`);
  if (status >= 400) return;
  const pointer = [route.template, method.toLowerCase(), 'responses', String(status), 'content'].map(escaped);
  const [type] = Object.keys((operation.responses[status] as { content: object }).content);
  const ref = `openapi#/paths/${[...pointer, escaped(type!)].join('/')}/schema`;
  const validate = validators.get(ref) ?? ajv.compile({ $ref: ref });
  validators.set(ref, validate);
  if (!validate(body))
    throw new Error(
      `${operation.operationId} answered what openapi.json does not say: ${ajv.errorsText(validate.errors)}`,
    );
  record(operation, { ...route.pattern.exec(pathname)!.groups, ...queryOf(searchParams) }, sent, body);
}

/** With RECORD_EXAMPLES set, keeps the answer as the example of an operation that has none yet. */
function record(
  { operationId, requestBody }: Documented,
  fields: object,
  sent: unknown,
  answer: unknown,
): void {
  if (!process.env['RECORD_EXAMPLES']) return;
  const file = join(COORDINATOR, `api-examples/${operationId}.json`);
  if (
    existsSync(file) &&
    Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { answer: object }).answer).length > 0
  )
    return;
  const request = { ...fields, ...(requestBody ? (sent as object) : {}) };
  writeFileSync(file, `${JSON.stringify({ request, answer }, null, 2)}\n`);
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** A query has texts only, in which whole numbers are meant as such. */
function queryOf(query: URLSearchParams): object {
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, /^\d{1,9}$/.test(value) ? Number(value) : value]),
  );
}
