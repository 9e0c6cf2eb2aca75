import type { JsonObject, SagaDefinition } from '@saga/definition';
import type {
  ClosedLetter,
  LetterFilter,
  LetterGroup,
  LetterSummary,
  OpenApproval,
  Problem,
  RegisteredVersion,
  Rollout,
  SagaAnswer,
  SagaPage,
  SagaWithHistory,
  SweptLetters,
  UnknownEvents,
} from './answers.js';
import type {
  DefinitionAnswer,
  DiffAnswer,
  MigrationAnswer,
  SimulationAnswer,
  VersionAnswer,
  WholeDefinition,
} from './migration-answers.js';
import { NoCoordinator, RequestRefused } from './client-errors.js';

const PATIENCE_MS = 30_000;
/** To look at thousands of sagas takes its time; `fetch` itself waits no longer than five minutes. */
const PATIENCE_FOR_MANY_MS = 290_000;
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

/** Which sagas are to go on by which version; `steps` are the new names of steps by their old ones. */
export interface MigrationOrder extends Decision {
  fromVersion: number;
  toVersion: number;
  steps: Record<string, string>;
  dryRun: boolean;
}

/** A coordinator's API. Every call throws NoCoordinator when nobody answers, and RequestRefused. */
export class CoordinatorClient {
  private readonly base: string;

  constructor(private readonly url: string) {
    this.base = url.replace(/\/+$/, '');
  }

  /** All definitions, by name. */
  async definitions(): Promise<WholeDefinition[]> {
    const { body } = await this.call<{ definitions: WholeDefinition[] }>('/v1/definitions');
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

  /** Events that belong to nothing, so many types of them, those that were seen last first. */
  async unknownEvents(limit: number): Promise<UnknownEvents[]> {
    const { body } = await this.call<{ unknownEvents: UnknownEvents[] }>(`/v1/unknown-events?limit=${limit}`);
    return body.unknownEvents;
  }

  /** A page of dead letters, the youngest first. */
  async deadLetters(filter: LetterFilter, limit: number): Promise<LetterSummary[]> {
    const path = `/v1/dead-letters?${queryOf({ ...filter, limit })}`;
    return (await this.call<{ letters: LetterSummary[] }>(path)).body.letters;
  }

  /** Dead letters by group, topic and cause. */
  async deadLetterGroups(filter: LetterFilter, limit: number): Promise<LetterGroup[]> {
    const path = `/v1/dead-letters/groups?${queryOf({ ...filter, limit })}`;
    return (await this.call<{ groups: LetterGroup[] }>(path)).body.groups;
  }

  /** A dead letter with its message. */
  async deadLetter(id: string): Promise<LetterSummary> {
    return (await this.call<LetterSummary>(`/v1/dead-letters/${encodeURIComponent(id)}`)).body;
  }

  /** Redrives a dead letter, or discards it; a trial of a redrive answers with what would come of it. */
  async closeLetter(id: string, act: 'redrive' | 'discard', request: object): Promise<ClosedLetter> {
    const path = `/v1/dead-letters/${encodeURIComponent(id)}/${act}`;
    return (await this.call<ClosedLetter>(path, request)).body;
  }

  /** Redrives, or discards, so many of the dead letters that match. */
  async closeLetters(act: 'redrive' | 'discard', request: object): Promise<SweptLetters> {
    return (await this.call<SweptLetters>(`/v1/dead-letters/${act}`, request, PATIENCE_FOR_MANY_MS)).body;
  }

  /** A page of all sagas, the youngest first; `after` is the `next` of the page before. */
  async sagas(after?: string): Promise<SagaPage> {
    const rest = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    return (await this.call<SagaPage>(`/v1/sagas?limit=500${rest}`)).body;
  }

  /** A saga with its history. */
  async saga(id: string): Promise<SagaWithHistory> {
    return (await this.call<SagaWithHistory>(`/v1/sagas/${encodeURIComponent(id)}`)).body;
  }

  /** A version of a definition, with all that it says. */
  async definition(name: string, version: number): Promise<DefinitionAnswer> {
    const { body } = await this.call<DefinitionAnswer>(`${pathOf(name)}?version=${version}`);
    return body;
  }

  /** All versions of a definition, the latest first, with their running sagas. */
  async versions(name: string): Promise<VersionAnswer[]> {
    const { body } = await this.call<{ versions: VersionAnswer[] }>(`${pathOf(name)}/versions`);
    return body.versions;
  }

  /** In what two versions differ, and how many running sagas of the one could go on by the other. */
  async diff(name: string, from: number, to: number): Promise<DiffAnswer> {
    return (
      await this.call<DiffAnswer>(
        `${pathOf(name)}/diff?from=${from}&to=${to}`,
        undefined,
        PATIENCE_FOR_MANY_MS,
      )
    ).body;
  }

  /** Lets all running sagas of a version go on by another one, those that can; a dry run just tells. */
  async migrate(name: string, order: MigrationOrder): Promise<MigrationAnswer> {
    return (await this.call<MigrationAnswer>(`${pathOf(name)}/migrate`, order, PATIENCE_FOR_MANY_MS)).body;
  }

  /** What would come of it if all running sagas went on by this definition, which need not be registered. */
  async simulate(definition: SagaDefinition, steps: Record<string, string>): Promise<SimulationAnswer> {
    const request = { definition, steps };
    return (
      await this.call<SimulationAnswer>(
        `${pathOf(definition.name)}/simulations`,
        request,
        PATIENCE_FOR_MANY_MS,
      )
    ).body;
  }

  private async tell(saga: string, what: string, request: object): Promise<SagaAnswer> {
    const { body } = await this.call<SagaAnswer>(`/v1/sagas/${encodeURIComponent(saga)}/${what}`, request);
    return body;
  }

  private async change(name: string, act: string, request: object): Promise<Rollout> {
    return (await this.call<Rollout>(`${pathOf(name)}/${act}`, request)).body;
  }

  /** Gets what is at a path, or posts a request to it. */
  private async call<T>(
    path: string,
    request?: object,
    patience = PATIENCE_MS,
  ): Promise<{ status: number; body: T }> {
    const answer = await this.fetch(path, request, patience);
    const { status } = answer;
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body) return { status, body: body as T };
    if (isProblem(body)) throw new RequestRefused(body);
    throw new NoCoordinator(this.url, `what answers there says ${status} and no more that is known of one`);
  }

  private async fetch(path: string, request: object | undefined, patience: number): Promise<Response> {
    const signal = AbortSignal.timeout(patience);
    const headers = { 'content-type': 'application/json' };
    const posted = request && { method: 'POST', headers, body: JSON.stringify(request) };
    try {
      return await fetch(this.base + path, { signal, ...posted });
    } catch (error) {
      throw new NoCoordinator(this.url, reasonOf(error as Error, patience));
    }
  }
}

/** What is not given is left out. */
function queryOf(fields: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, `${value}`);
  return query.toString();
}

function pathOf(definition: string): string {
  return `/v1/definitions/${encodeURIComponent(definition)}`;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

/** What `fetch` found is the cause of its error, or the cause of that. */
function reasonOf(error: Error, patience: number): string {
  if (error.name === 'TimeoutError') return `it takes longer than ${patience / 1_000} s`;
  const cause = (error.cause ?? error) as NodeJS.ErrnoException;
  return REASONS[cause.code ?? cause.message] ?? (cause.message || `${cause.code}`);
}
