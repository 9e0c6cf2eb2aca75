import type { JsonObject, SagaDefinition } from '@saga/definition';
import type {
  ListedDefinition,
  OpenApproval,
  Problem,
  RegisteredVersion,
  Rollout,
  SagaAnswer,
} from './answers.js';
import { NoCoordinator, RequestRefused } from './client-errors.js';

const PATIENCE_MS = 30_000;
const NO_URL = 'that is no URL such as http://127.0.0.1:3000';
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  ERR_INVALID_URL: NO_URL,
  'unknown scheme': NO_URL,
};

/** Who decides, and why. */
export interface Decision {
  by: string;
  reason: string;
}

/** A person's answer to a question of a saga; without `step` to the only one that is open. */
export interface Approval {
  step?: string;
  by: string;
  comment: string;
}

/** A coordinator's API. Every call throws NoCoordinator when nobody answers, and RequestRefused. */
export class CoordinatorClient {
  private readonly base: string;

  constructor(private readonly url: string) {
    this.base = url.replace(/\/+$/, '');
  }

  /** All definitions, by name. */
  async definitions(): Promise<ListedDefinition[]> {
    const { body } = await this.call<{ definitions: ListedDefinition[] }>('/v1/definitions');
    return body.definitions;
  }

  /** Registers a definition; `created` is false when its latest version says the same. */
  async register(definition: SagaDefinition): Promise<RegisteredVersion & { created: boolean }> {
    const { status, body } = await this.call<RegisteredVersion>('/v1/definitions', definition);
    return { name: body.name, version: body.version, created: status === 201 };
  }

  deactivate(name: string, decision: Decision): Promise<Rollout> {
    return this.change(name, 'deactivate', decision);
  }

  activate(name: string, decision: Decision): Promise<Rollout> {
    return this.change(name, 'activate', decision);
  }

  /** `version` null lets new sagas start with whichever is the latest. */
  rollBack(name: string, version: number | null, decision: Decision): Promise<Rollout> {
    return this.change(name, 'rollback', { version, ...decision });
  }

  /** Zero percent ends the canary. */
  canary(name: string, version: number, percent: number, decision: Decision): Promise<Rollout> {
    return this.change(name, 'canary', { version, percent, ...decision });
  }

  /** Sends a saga a signal. */
  signal(saga: string, name: string, data: JsonObject): Promise<SagaAnswer> {
    return this.tell(saga, 'signals', { name, data });
  }

  approve(saga: string, approval: Approval): Promise<SagaAnswer> {
    return this.tell(saga, 'approve', approval);
  }

  reject(saga: string, approval: Approval): Promise<SagaAnswer> {
    return this.tell(saga, 'reject', approval);
  }

  /** What sagas ask people, the oldest question first, at most 500 of them. */
  async approvals(): Promise<OpenApproval[]> {
    const { body } = await this.call<{ approvals: OpenApproval[] }>('/v1/approvals?limit=500');
    return body.approvals;
  }

  private async tell(saga: string, what: string, request: object): Promise<SagaAnswer> {
    const { body } = await this.call<SagaAnswer>(`/v1/sagas/${encodeURIComponent(saga)}/${what}`, request);
    return body;
  }

  private async change(name: string, act: string, request: object): Promise<Rollout> {
    const { body } = await this.call<Rollout>(`/v1/definitions/${encodeURIComponent(name)}/${act}`, request);
    return body;
  }

  /** Gets what is at a path, or posts a request to it. */
  private async call<T>(path: string, request?: object): Promise<{ status: number; body: T }> {
    const answer = await this.fetch(path, request);
    const { status } = answer;
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body) return { status, body: body as T };
    if (isProblem(body)) throw new RequestRefused(body);
    throw new NoCoordinator(this.url, `what answers there says ${status} and no more that is known of one`);
  }

  private async fetch(path: string, request?: object): Promise<Response> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const headers = { 'content-type': 'application/json' };
    const posted = request && { method: 'POST', headers, body: JSON.stringify(request) };
    try {
      return await fetch(this.base + path, { signal, ...posted });
    } catch (error) {
      throw new NoCoordinator(this.url, reasonOf(error as Error));
    }
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

/** What `fetch` found is the cause of its error, or the cause of that. */
function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `it takes longer than ${PATIENCE_MS / 1_000} s`;
  const cause = (error.cause ?? error) as NodeJS.ErrnoException;
  return REASONS[cause.code ?? cause.message] ?? (cause.message || `${cause.code}`);
}
