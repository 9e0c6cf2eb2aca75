import { type AnswerOf, ApiClient, queryOf } from '@saga/api';
import type { JsonObject, SagaDefinition } from '@saga/definition';
import type {
  ClosedLetter,
  LetterFilter,
  LetterGroup,
  LetterSummary,
  OpenApproval,
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

/** To look at thousands of sagas takes its time; `fetch` itself waits no longer than five minutes. */
const PATIENCE_FOR_MANY = { patience: 290_000 };

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
  readonly api: ApiClient;

  constructor(url: string) {
    this.api = new ApiClient(url);
  }

  /** All definitions, by name. */
  async definitions(): Promise<WholeDefinition[]> {
    const { definitions } = await this.api.call('ListDefinitions', {});
    return definitions as unknown as WholeDefinition[];
  }

  /** Registers a definition; `created` is false when its latest version says the same. */
  async register(definition: SagaDefinition): Promise<RegisteredVersion & { created: boolean }> {
    const { status, answer } = await this.api.send('RegisterDefinition', { ...definition });
    return { name: answer.name, version: answer.version, created: status === 201 };
  }

  deactivate(name: string, decision: Decision): Promise<Rollout> {
    return rollout(this.api.call('DeactivateDefinition', { name, ...decision }));
  }

  activate(name: string, decision: Decision): Promise<Rollout> {
    return rollout(this.api.call('ActivateDefinition', { name, ...decision }));
  }

  /** Null lets new sagas follow the latest version. */
  rollBack(name: string, version: number | null, decision: Decision): Promise<Rollout> {
    return rollout(this.api.call('RollBackDefinition', { name, ...(version && { version }), ...decision }));
  }

  /** Zero percent ends the canary. */
  canary(name: string, version: number, percent: number, decision: Decision): Promise<Rollout> {
    return rollout(this.api.call('SetCanary', { name, version, percent, ...decision }));
  }

  /** Sends a saga a signal. */
  signal(id: string, name: string, data: JsonObject): Promise<SagaAnswer> {
    return this.api.call('SignalSaga', { id, name, data });
  }

  approve(id: string, approval: Approval): Promise<SagaAnswer> {
    return this.api.call('ApproveSaga', { id, ...approval });
  }

  reject(id: string, approval: Approval): Promise<SagaAnswer> {
    return this.api.call('RejectSaga', { id, ...approval });
  }

  /** What sagas ask people, the oldest question first, at most 500 of them. */
  async approvals(): Promise<OpenApproval[]> {
    const { approvals } = await this.api.call('ListApprovals', { limit: 500 });
    return approvals as OpenApproval[];
  }

  /** Events that belong to nothing, so many types of them, those that were seen last first. */
  async unknownEvents(limit: number): Promise<UnknownEvents[]> {
    return (await this.api.call('ListUnknownEvents', { limit })).unknownEvents as UnknownEvents[];
  }

  /** A page of dead letters, the youngest first. */
  async deadLetters(filter: LetterFilter, limit: number): Promise<LetterSummary[]> {
    const path = `/v1/dead-letters${queryOf({ ...filter, limit })}`;
    return (await this.api.request<{ letters: LetterSummary[] }>(path)).body.letters;
  }

  /** Dead letters by group, topic and cause. */
  async deadLetterGroups(filter: LetterFilter, limit: number): Promise<LetterGroup[]> {
    const path = `/v1/dead-letters/groups${queryOf({ ...filter, limit })}`;
    return (await this.api.request<{ groups: LetterGroup[] }>(path)).body.groups;
  }

  /** A dead letter with its message. */
  async deadLetter(id: string): Promise<LetterSummary> {
    return (await this.api.request<LetterSummary>(`/v1/dead-letters/${encodeURIComponent(id)}`)).body;
  }

  /** Redrives a dead letter, or discards it; a trial of a redrive answers with what would come of it. */
  async closeLetter(id: string, act: 'redrive' | 'discard', request: object): Promise<ClosedLetter> {
    const path = `/v1/dead-letters/${encodeURIComponent(id)}/${act}`;
    return (await this.api.request<ClosedLetter>(path, request)).body;
  }

  /** Redrives, or discards, so many of the dead letters that match. */
  async closeLetters(act: 'redrive' | 'discard', request: object): Promise<SweptLetters> {
    return (
      await this.api.request<SweptLetters>(`/v1/dead-letters/${act}`, request, PATIENCE_FOR_MANY.patience)
    ).body;
  }

  /** A page of all sagas, the youngest first; `after` is the `next` of the page before. */
  async sagas(after?: string): Promise<SagaPage> {
    return (await this.api.call('ListSagas', { limit: 500, ...(after && { after }) })) as SagaPage;
  }

  /** A saga with its history. */
  async saga(id: string): Promise<SagaWithHistory> {
    return (await this.api.call('GetSaga', { id })) as unknown as SagaWithHistory;
  }

  /** A version of a definition, with all that it says. */
  async definition(name: string, version: number): Promise<DefinitionAnswer> {
    return (await this.api.call('GetDefinition', { name, version })) as unknown as DefinitionAnswer;
  }

  /** All versions of a definition, the latest first, with their running sagas. */
  async versions(name: string): Promise<VersionAnswer[]> {
    return (await this.api.call('ListVersions', { name })).versions as VersionAnswer[];
  }

  /** In what two versions differ, and how many running sagas of the one could go on by the other. */
  async diff(name: string, from: number, to: number): Promise<DiffAnswer> {
    const answer = await this.api.call('DiffVersions', { name, from, to }, PATIENCE_FOR_MANY);
    return answer as unknown as DiffAnswer;
  }

  /** Lets all running sagas of a version go on by another one, those that can; a dry run just tells. */
  migrate(name: string, order: MigrationOrder): Promise<MigrationAnswer> {
    return this.api.call('MigrateSagas', { name, ...order }, PATIENCE_FOR_MANY);
  }

  /** What would come of it if all running sagas went on by this definition, which need not be registered. */
  simulate(definition: SagaDefinition, steps: Record<string, string>): Promise<SimulationAnswer> {
    const request = { name: definition.name, definition: { ...definition }, steps };
    return this.api.call('SimulateMigration', request, PATIENCE_FOR_MANY);
  }
}

async function rollout(answer: Promise<AnswerOf<'SetCanary'>>): Promise<Rollout> {
  return (await answer) as Rollout;
}
