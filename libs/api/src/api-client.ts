import { NoCoordinator, type Problem, RequestRefused } from './errors.js';
import { ROUTES } from './gen/routes.js';
import type { AnswerOf, OperationName, RequestOf } from './request.js';

const PATIENCE_MS = 30_000;
const NO_URL = 'that is no URL such as http://127.0.0.1:3000';
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  ERR_INVALID_URL: NO_URL,
  'unknown scheme': NO_URL,
};

/** How to call an operation. */
export interface CallOptions {
  /** How long to wait for the answer, in milliseconds; `fetch` itself waits no longer than five minutes. */
  patience?: number;
}

/** Calls the operations of a coordinator over HTTP. */
export class ApiClient {
  private readonly base: string;

  /** @param headers go with every request, such as those that say who asks */
  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {
    this.base = url.replace(/\/+$/, '');
  }

  /** Gives the answer. Throws NoCoordinator when nobody answers, and RequestRefused. */
  async call<Name extends OperationName>(
    name: Name,
    request: RequestOf<Name>,
    options?: CallOptions,
  ): Promise<AnswerOf<Name>> {
    return (await this.send(name, request, options)).answer;
  }

  /** The same, with the status of the answer: 201 when something was made. */
  async send<Name extends OperationName>(
    name: Name,
    request: RequestOf<Name>,
    { patience = PATIENCE_MS }: CallOptions = {},
  ): Promise<{ status: number; answer: AnswerOf<Name> }> {
    const [method, template] = ROUTES[name];
    const { path, rest } = placed(template, request);
    const { status, body } =
      method === 'GET'
        ? await this.request<AnswerOf<Name>>(path + queryOf(rest), undefined, patience)
        : await this.request<AnswerOf<Name>>(path, rest, patience);
    return { status, answer: body };
  }

  /** Gets what is at a path, or posts a request to it: for what the OpenAPI document does not tell of. */
  async request<Body>(
    path: string,
    posted?: object,
    patience = PATIENCE_MS,
  ): Promise<{ status: number; body: Body }> {
    const answer = await this.fetch(
      path,
      posted && { method: 'POST', body: JSON.stringify(posted) },
      patience,
    );
    const { status } = answer;
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body) return { status, body: body as Body };
    if (isProblem(body)) throw new RequestRefused(body);
    throw new NoCoordinator(this.url, `what answers there says ${status} and no more that is known of one`);
  }

  private async fetch(path: string, request: RequestInit | undefined, patience: number): Promise<Response> {
    const signal = AbortSignal.timeout(patience);
    const headers = { 'content-type': 'application/json', ...this.headers };
    try {
      return await fetch(this.base + path, { signal, headers, ...request });
    } catch (error) {
      throw new NoCoordinator(this.url, reasonOf(error as Error, patience));
    }
  }
}

/** The path with its parameters, and the fields of the request that are none of these. */
function placed(template: string, request: object): { path: string; rest: object } {
  const rest = { ...request } as Record<string, unknown>;
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  return { path, rest };
}

/** The query of a path, with its question mark; of fields that are not given there is nothing in it. */
export function queryOf(fields: object): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(
    Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  ).toString();
  return query && `?${query}`;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

/** What `fetch` found is the cause of its error, or the cause of that. */
function reasonOf(error: Error, patience: number): string {
  if (error.name === 'TimeoutError') return `it takes longer than ${patience / 1_000} s`;
  const cause = (error.cause ?? error) as Error & { code?: string };
  return REASONS[cause.code ?? cause.message] ?? (cause.message || `${cause.code}`);
}
