/** Made by `npm run openapi -w @saga/coordinator`. */
export interface paths {
  '/v1/sagas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists sagas, the youngest first
     * @description Lists sagas, the youngest first. For a caller who is at least a viewer.
     */
    get: operations['ListSagas'];
    put?: never;
    /**
     * Starts a saga, once however often it is asked with the same id
     * @description Starts a saga, once however often it is asked with the same id. For a caller who is at least an operator.
     */
    post: operations['StartSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/counts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many sagas there are in each state
     * @description How many sagas there are in each state. For a caller who is at least a viewer.
     */
    get: operations['CountSagas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A saga with its steps and its history
     * @description A saga with its steps and its history. For a caller who is at least a viewer.
     */
    get: operations['GetSaga'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Tries the failed step, or the undoing that failed, anew
     * @description Tries the failed step, or the undoing that failed, anew. For a caller who is at least an operator.
     */
    post: operations['RetrySaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/skip': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Goes on as if the failed step, or the undoing that failed, were done
     * @description Goes on as if the failed step, or the undoing that failed, were done. For a caller who is at least an operator.
     */
    post: operations['SkipSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Gives the saga up and undoes what it has done
     * @description Gives the saga up and undoes what it has done. For a caller who is at least an operator.
     */
    post: operations['CancelSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/signals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sends a saga a signal
     * @description Sends a saga a signal: for the step that waits for it, or the one that will. For a caller who is at least an operator.
     */
    post: operations['SignalSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/approve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Gives a saga the approval that it asks for
     * @description Gives a saga the approval that it asks for. For a caller who is at least an operator.
     */
    post: operations['ApproveSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/reject': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Refuses a saga the approval that it asks for
     * @description Refuses a saga the approval that it asks for. For a caller who is at least an operator.
     */
    post: operations['RejectSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/approvals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What sagas ask people, the oldest question first
     * @description What sagas ask people, the oldest question first. For a caller who is at least a viewer.
     */
    get: operations['ListApprovals'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The latest version of each definition, and which versions new sagas start with
     * @description The latest version of each definition, and which versions new sagas start with. For a caller who is at least a viewer.
     */
    get: operations['ListDefinitions'];
    put?: never;
    /**
     * Registers a definition
     * @description Registers a definition: as a new version, if it differs from the latest. For a caller who is at least an admin.
     */
    post: operations['RegisterDefinition'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A version of a definition
     * @description A version of a definition. For a caller who is at least a viewer.
     */
    get: operations['GetDefinition'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All versions of a definition with their running sagas, and the last decisions about them
     * @description All versions of a definition with their running sagas, and the last decisions about them. For a caller who is at least a viewer.
     */
    get: operations['ListVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/deactivate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets no saga of a definition start any more
     * @description Lets no saga of a definition start any more; those that run go on. For a caller who is at least an admin.
     */
    post: operations['DeactivateDefinition'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/activate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets sagas of a definition start again
     * @description Lets sagas of a definition start again. For a caller who is at least an admin.
     */
    post: operations['ActivateDefinition'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/rollback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets new sagas start with a version, whatever is registered later
     * @description Lets new sagas start with a version, whatever is registered later; a canary ends. For a caller who is at least an admin.
     */
    post: operations['RollBackDefinition'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/canary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets a part of the new sagas start with another version
     * @description Lets a part of the new sagas start with another version. For a caller who is at least an admin.
     */
    post: operations['SetCanary'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sagas/{id}/migrate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets a saga go on by another version of its definition
     * @description Lets a saga go on by another version of its definition; refused with every reason if it can't. For a caller who is at least an operator.
     */
    post: operations['MigrateSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/migrate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Lets all running sagas of a version go on by another one, those that can
     * @description Lets all running sagas of a version go on by another one, those that can. For a caller who is at least an operator.
     */
    post: operations['MigrateSagas'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/simulations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * What would come of it if all running sagas went on by a definition that is not registered
     * @description What would come of it if all running sagas went on by a definition that is not registered. For a caller who is at least a viewer.
     */
    post: operations['SimulateMigration'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/definitions/{name}/diff': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * In what two versions of a definition differ
     * @description In what two versions of a definition differ. For a caller who is at least a viewer.
     */
    get: operations['DiffVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/locks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The keys that sagas hold, and who stands in line for them
     * @description The keys that sagas hold, and who stands in line for them. For a caller who is at least a viewer.
     */
    get: operations['ListLocks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/unknown-events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Events that belong to no definition or to no saga
     * @description Events that belong to no definition or to no saga. For a caller who is at least a viewer.
     */
    get: operations['ListUnknownEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schema/saga-definition': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The JSON Schema of definitions
     * @description The JSON Schema of definitions. For a caller who is at least a viewer.
     */
    get: operations['GetDefinitionSchema'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/asyncapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is said on Kafka, as AsyncAPI
     * @description What is said on Kafka, as AsyncAPI. For a caller who is at least a viewer.
     */
    get: operations['GetAsyncApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This API, as OpenAPI
     * @description This API, as OpenAPI. For a caller who is at least a viewer.
     */
    get: operations['GetOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description A saga with all that is known of it. */
    Saga: {
      id: string;
      definition: string;
      version: number;
      /** @description running, compensating, completed, compensated, compensated-verified or needs-attention. */
      state: string;
      input?: {
        [key: string]: unknown;
      } | null;
      /** @description What the saga gave, once it is completed and its definition says what that is. */
      output?: unknown;
      /** @description Why the saga is undone. */
      failure?: components['schemas']['SagaFailure'] | null;
      /** @description What a person has to decide, and between what. */
      attention?: {
        [key: string]: unknown;
      } | null;
      /** @description The step of another saga whose work this saga is. */
      parent?: components['schemas']['SagaParent'] | null;
      /** @description The sagas that steps of this one have started. */
      children: components['schemas']['ChildSaga'][];
      /** @description By their paths, the names under which participants know steps of loops. */
      addresses?: {
        [key: string]: unknown;
      } | null;
      /** @description By their names, the signals that have come and that no step has taken yet. */
      signals?: {
        [key: string]: unknown;
      } | null;
      /** Format: date-time */
      startedAt?: string | null;
      /** Format: date-time */
      updatedAt?: string | null;
      /**
       * Format: date-time
       * @description By when the saga is to be completed; it is undone if it is not.
       */
      deadlineAt?: string | null;
      /**
       * Format: date-time
       * @description When the coordinator looks after the saga at the latest, whatever comes.
       */
      wakeAt?: string | null;
      /** @description The trace that spans the saga and all its participants. */
      traceId?: string | null;
      steps: components['schemas']['Step'][];
      /** @description Every event of the saga, the oldest first: seq, at and type, and what else the type tells. */
      history: {
        [key: string]: unknown;
      }[];
    };
    /** @description Why a saga is undone. */
    SagaFailure: {
      /** @description Stable, in kebab-case. */
      code: string;
      /** @description For people. */
      message: string;
      details?: unknown;
      /** @description The step that failed; absent where it was none. */
      step?: string | null;
    };
    SagaParent: {
      /** @description The other saga's id. */
      sagaId: string;
      step: string;
      /** @description Which attempt at the step asks, 1 for the first. */
      attempt: number;
    };
    ChildSaga: {
      id: string;
      definition: string;
      state: string;
      /** @description The step whose work it is, and the attempt at it. */
      step: string;
      attempt: number;
    };
    Step: {
      /** @description Its path: its name, within a loop with the numbers of the rounds. */
      name: string;
      /** @description waiting, succeeded, failed and so on. */
      state: string;
      attempt: number;
      input?: unknown;
      output?: unknown;
      failure?: components['schemas']['Failure'] | null;
      /** Format: date-time */
      dueAt?: string | null;
      /** @description Whether it is not known what has become of the step. */
      unknown: boolean;
      progress?: components['schemas']['Progress'] | null;
      /** @description How the undoing of the step stands. */
      compensation?: components['schemas']['Execution'] | null;
    };
    /** @description Why something was refused or broke. */
    Failure: {
      /** @description Stable, in kebab-case, e.g. "card-declined". */
      code: string;
      /** @description For people. */
      message: string;
      /** @description Anything that helps to understand this one failure. */
      details?: unknown;
    };
    /** @description How far a participant says that it is. */
    Progress: {
      attempt: number;
      /** @description From 0 to 1. */
      fraction: number;
      note?: string | null;
      /** Format: date-time */
      at?: string | null;
    };
    Execution: {
      state: string;
      attempt: number;
      input?: unknown;
      output?: unknown;
      failure?: components['schemas']['Failure'] | null;
      /** Format: date-time */
      dueAt?: string | null;
      unknown: boolean;
      progress?: components['schemas']['Progress'] | null;
    };
    ListSagasResponse: {
      /** @description The youngest first. */
      sagas: components['schemas']['SagaSummary'][];
      /** @description Asks for the next page; absent on the last one. */
      next?: string | null;
    };
    /** @description A saga as lists show it. */
    SagaSummary: {
      id: string;
      definition: string;
      version: number;
      /** @description running, compensating, completed, compensated, compensated-verified or needs-attention. */
      state: string;
      /** Format: date-time */
      startedAt?: string | null;
      /** Format: date-time */
      updatedAt?: string | null;
    };
    ListApprovalsResponse: {
      /** @description The oldest question first. */
      approvals: components['schemas']['OpenApproval'][];
    };
    OpenApproval: {
      saga: string;
      definition: string;
      version: number;
      step: string;
      /** @description What is asked, as the definition has made it from the saga's data. */
      question?: unknown;
      approvers: string[];
      /** Format: date-time */
      since?: string | null;
      /**
       * Format: date-time
       * @description When it is answered by default, or fails; absent: never.
       */
      due?: string | null;
    };
    Definition: {
      name: string;
      version: number;
      /** Format: date-time */
      createdAt?: string | null;
      definition?: {
        [key: string]: unknown;
      } | null;
    };
    ListDefinitionsResponse: {
      definitions: components['schemas']['ListedDefinition'][];
    };
    /** @description The latest version of a definition, and which versions new sagas start with. */
    ListedDefinition: {
      name: string;
      version: number;
      /** Format: date-time */
      createdAt?: string | null;
      definition?: {
        [key: string]: unknown;
      } | null;
      /** @description The version that new sagas start with; absent: whichever is the latest. */
      stable?: number | null;
      canary?: components['schemas']['Canary'] | null;
      /** @description False: no saga starts any more. */
      active: boolean;
      /** @description How many of its sagas have not ended. */
      running: number;
    };
    Canary: {
      version: number;
      /** @description Of the new sagas. */
      percent: number;
    };
    DefinitionVersions: {
      name: string;
      latest: number;
      /** @description The version that new sagas start with; absent: whichever is the latest. */
      stable?: number | null;
      canary?: components['schemas']['Canary'] | null;
      active: boolean;
      /** @description The latest first. */
      versions: components['schemas']['DefinitionVersion'][];
      /** @description The last decisions, the latest first. */
      changes: components['schemas']['RolloutChange'][];
    };
    DefinitionVersion: {
      version: number;
      /** Format: date-time */
      createdAt?: string | null;
      isStable: boolean;
      canaryPercent?: number | null;
      running?: components['schemas']['RunningSagas'] | null;
    };
    RunningSagas: {
      sagas: number;
      at: components['schemas']['SagasAtStep'][];
    };
    SagasAtStep: {
      step: string;
      /** @description do or undo. */
      direction: string;
      sagas: number;
    };
    RolloutChange: {
      /** @description deactivate, activate, rollback or canary. */
      act: string;
      stable?: number | null;
      canary?: components['schemas']['Canary'] | null;
      active: boolean;
      by: string;
      reason: string;
      /** Format: date-time */
      at?: string | null;
    };
    /** @description Which versions of a definition new sagas start with. */
    Rollout: {
      name: string;
      latest: number;
      stable?: number | null;
      canary?: components['schemas']['Canary'] | null;
      active: boolean;
    };
    MigrateSagasResponse: {
      name: string;
      fromVersion: number;
      toVersion: number;
      dryRun: boolean;
      /** @description How many have not ended. */
      sagas: number;
      /** @description How many of them were looked at. */
      examined: number;
      migrated: number;
      refusals: components['schemas']['SharedReason'][];
      /** @description What would go wrong after the migration, as far as it was simulated. */
      problems: components['schemas']['SharedReason'][];
    };
    /** @description A reason that several sagas share. */
    SharedReason: {
      /** @description The step, without the numbers of its elements and rounds; empty for the saga itself. */
      path: string;
      message: string;
      fix: string;
      sagas: number;
      /** @description The ids of some of them. */
      examples: string[];
    };
    SimulateMigrationResponse: {
      name: string;
      versions: components['schemas']['VersionMigration'][];
    };
    VersionMigration: {
      fromVersion: number;
      sagas: number;
      examined: number;
      migrated: number;
      refusals: components['schemas']['SharedReason'][];
      problems: components['schemas']['SharedReason'][];
    };
    DiffVersionsResponse: {
      name: string;
      from: number;
      to: number;
      /** @description What differs: the kind, the step, and the values before and after. */
      differences: {
        [key: string]: unknown;
      }[];
      /** @description How many running sagas of the one could go on by the other. */
      running?: components['schemas']['MigrationReport'] | null;
    };
    /** @description What came, or would come, of moving sagas to another version. */
    MigrationReport: {
      sagas: number;
      examined: number;
      migrated: number;
      refusals: components['schemas']['SharedReason'][];
      problems: components['schemas']['SharedReason'][];
    };
    ListLocksResponse: {
      /** @description In the order of their keys. */
      locks: components['schemas']['Lock'][];
      next?: string | null;
    };
    Lock: {
      key: string;
      /** @description The saga that holds it. */
      saga: string;
      /** Format: date-time */
      since?: string | null;
      /** @description The steps that hold it. */
      steps: components['schemas']['LockHold'][];
      /** @description How many stand in line. */
      waiting: number;
      /** @description The first of them. */
      line: components['schemas']['LockWaiter'][];
    };
    LockHold: {
      step: string;
      /** Format: date-time */
      since?: string | null;
    };
    LockWaiter: {
      saga: string;
      step: string;
      /** Format: date-time */
      since?: string | null;
    };
    ListUnknownEventsResponse: {
      /** @description Those that were seen last first. */
      unknownEvents: components['schemas']['UnknownEvents'][];
    };
    /** @description Events of one type that belong to no definition or to no saga. */
    UnknownEvents: {
      topic: string;
      type: string;
      /** @description unknown-type: no definition names it; no-saga: no saga has taken it as long as it was kept. */
      reason: string;
      count: number;
      /** Format: date-time */
      firstSeen?: string | null;
      /** Format: date-time */
      lastSeen?: string | null;
      sample?: {
        [key: string]: unknown;
      } | null;
    };
    /** @description Why a request is refused (RFC 9457). */
    Problem: {
      /**
       * Format: uri
       * @description A page about this kind of problem.
       */
      type: string;
      title: string;
      status: number;
      /** @description Stable, in kebab-case. */
      code: string;
      /** @description What is wrong, for people. */
      detail: string;
      /** @description Each field that is at fault, and what to do about it. */
      errors?: {
        field: string;
        message: string;
        fix?: string;
      }[];
    };
  };
  responses: {
    /** @description The request is malformed. */
    Refusal400: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description It is not known who asks. */
    Refusal401: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Who asks may not do this. */
    Refusal403: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description What is asked for is not there. */
    Refusal404: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description It can not be done as things stand. */
    Refusal409: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body is too large. */
    Refusal413: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The body is of a type that is not read here. */
    Refusal415: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The request is well formed, but what it asks for makes no sense. */
    Refusal422: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Too many requests; Retry-After says when to come again. */
    Refusal429: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Something went wrong in the coordinator; its log says what. */
    Refusal500: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The coordinator, or its database, is not ready. */
    Refusal503: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  ListSagas: {
    parameters: {
      query?: {
        /** @description Only those in this state. */
        state?:
          | 'running'
          | 'compensating'
          | 'completed'
          | 'compensated'
          | 'compensated-verified'
          | 'needs-attention';
        /**
         * @description Only those of this definition.
         * @example other
         */
        definition?: string;
        /**
         * @description How many to answer with, at most 500; 50 when absent.
         * @example 2
         */
        limit?: number;
        /** @description The "next" of an earlier answer; absent for the first page. */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "sagas": [
           *         {
           *           "id": "listed-4",
           *           "definition": "other",
           *           "version": 1,
           *           "startedAt": "2026-11-25T04:44:43.885Z",
           *           "updatedAt": "2026-11-25T04:44:43.885Z",
           *           "state": "running"
           *         },
           *         {
           *           "id": "listed-3",
           *           "definition": "other",
           *           "version": 1,
           *           "startedAt": "2026-11-25T04:44:43.884Z",
           *           "updatedAt": "2026-11-25T04:44:43.884Z",
           *           "state": "running"
           *         }
           *       ],
           *       "next": "WyIyMDI2LTExLTI1VDA0OjQ0OjQzLjg4NFoiLCJsaXN0ZWQtMyJd"
           *     }
           */
          'application/json': components['schemas']['ListSagasResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  StartSaga: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "definition": "paused",
         *       "id": "paused-before",
         *       "input": {}
         *     }
         */
        'application/json': {
          /** @description The name of the saga's definition. */
          definition: string;
          /** @description The version to start with; the one that new sagas start with when absent. */
          version?: number;
          /** @description The same id starts one saga, however often it is sent. A new one when absent. */
          id?: string;
          input: {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "paused-before",
           *       "definition": "paused",
           *       "version": 2,
           *       "state": "running",
           *       "input": {},
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:44:26.779Z",
           *       "updatedAt": "2026-11-25T04:44:26.779Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:44:56.779Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "step2",
           *           "state": "waiting",
           *           "attempt": 1,
           *           "input": {},
           *           "output": null,
           *           "failure": null,
           *           "dueAt": "2026-11-25T04:44:56.779Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:44:26.779Z",
           *           "type": "saga-started",
           *           "sagaId": "paused-before",
           *           "definition": "paused",
           *           "version": 2,
           *           "input": {},
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:44:26.779Z",
           *           "type": "step-commanded",
           *           "step": "step2",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:44:56.779Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      /** @description Made. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "paused-before",
           *       "definition": "paused",
           *       "version": 2,
           *       "state": "running",
           *       "input": {},
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:44:26.779Z",
           *       "updatedAt": "2026-11-25T04:44:26.779Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:44:56.779Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "step2",
           *           "state": "waiting",
           *           "attempt": 1,
           *           "input": {},
           *           "output": null,
           *           "failure": null,
           *           "dueAt": "2026-11-25T04:44:56.779Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:44:26.779Z",
           *           "type": "saga-started",
           *           "sagaId": "paused-before",
           *           "definition": "paused",
           *           "version": 2,
           *           "input": {},
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:44:26.779Z",
           *           "type": "step-commanded",
           *           "step": "step2",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:44:56.779Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  CountSagas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "completed": 1,
           *       "running": 71
           *     }
           */
          'application/json': {
            [key: string]: unknown;
          };
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  GetSaga: {
    parameters: {
      query?: {
        /** @description Answer only when the saga has ended or needs a person, or after so many seconds, at most 60. */
        wait?: number;
      };
      header?: never;
      path: {
        /** @example g-1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "g-1",
           *       "definition": "order",
           *       "version": 1,
           *       "state": "running",
           *       "input": {
           *         "amount": 12.5
           *       },
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:44:21.937Z",
           *       "updatedAt": "2026-11-25T04:44:21.937Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:44:51.937Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "charge",
           *           "state": "waiting",
           *           "attempt": 1,
           *           "input": {},
           *           "output": null,
           *           "failure": null,
           *           "dueAt": "2026-11-25T04:44:51.937Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:44:21.937Z",
           *           "type": "saga-started",
           *           "sagaId": "g-1",
           *           "definition": "order",
           *           "version": 1,
           *           "input": {
           *             "amount": 12.5
           *           },
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:44:21.937Z",
           *           "type": "step-commanded",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:44:51.937Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  RetrySaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example retried */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "reason": "agreed by phone"
         *     }
         */
        'application/json': {
          /** @description Who decides. */
          by: string;
          /** @description Why; it is kept with the decision. */
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "retried",
           *       "definition": "order",
           *       "version": 1,
           *       "state": "running",
           *       "input": {
           *         "total": 5
           *       },
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:44:44.137Z",
           *       "updatedAt": "2026-11-25T04:44:44.229Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:45:14.229Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "charge",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "ship",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {},
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "confirm",
           *           "state": "waiting",
           *           "attempt": 2,
           *           "input": {},
           *           "output": null,
           *           "failure": {
           *             "code": "refused",
           *             "message": "no"
           *           },
           *           "dueAt": "2026-11-25T04:45:14.229Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:44:44.137Z",
           *           "type": "saga-started",
           *           "sagaId": "retried",
           *           "definition": "order",
           *           "version": 1,
           *           "input": {
           *             "total": 5
           *           },
           *           "deadlineAt": "2026-11-25T05:44:44.137Z"
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:44:44.137Z",
           *           "type": "step-commanded",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "dueAt": "2026-11-25T04:45:14.137Z"
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:44:44.183Z",
           *           "type": "step-succeeded",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {}
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:44:44.183Z",
           *           "type": "step-commanded",
           *           "step": "ship",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:45:14.183Z"
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:44:44.203Z",
           *           "type": "step-succeeded",
           *           "step": "ship",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {}
           *         },
           *         {
           *           "seq": 6,
           *           "at": "2026-11-25T04:44:44.203Z",
           *           "type": "step-commanded",
           *           "step": "confirm",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:45:14.203Z"
           *         },
           *         {
           *           "seq": 7,
           *           "at": "2026-11-25T04:44:44.203Z",
           *           "type": "step-failed",
           *           "step": "confirm",
           *           "direction": "do",
           *           "attempt": 1,
           *           "kind": "business",
           *           "failure": {
           *             "code": "refused",
           *             "message": "no"
           *           }
           *         },
           *         {
           *           "seq": 8,
           *           "at": "2026-11-25T04:44:44.203Z",
           *           "type": "needs-attention",
           *           "attention": {
           *             "reason": {
           *               "code": "refused",
           *               "message": "no"
           *             },
           *             "step": "confirm",
           *             "direction": "do",
           *             "was": "running",
           *             "choices": [
           *               "retry",
           *               "skip"
           *             ]
           *           }
           *         },
           *         {
           *           "seq": 9,
           *           "at": "2026-11-25T04:44:44.229Z",
           *           "type": "operator-acted",
           *           "act": "retry",
           *           "step": "confirm",
           *           "by": "ann",
           *           "reason": "agreed by phone"
           *         },
           *         {
           *           "seq": 10,
           *           "at": "2026-11-25T04:44:44.229Z",
           *           "type": "saga-resumed"
           *         },
           *         {
           *           "seq": 11,
           *           "at": "2026-11-25T04:44:44.229Z",
           *           "type": "step-commanded",
           *           "step": "confirm",
           *           "direction": "do",
           *           "attempt": 2,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:45:14.229Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  SkipSaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example skipped */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "reason": "agreed by phone"
         *     }
         */
        'application/json': {
          /** @description Who decides. */
          by: string;
          /** @description Why; it is kept with the decision. */
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "skipped",
           *       "definition": "order",
           *       "version": 1,
           *       "state": "completed",
           *       "input": {
           *         "total": 5
           *       },
           *       "output": {},
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:44:44.258Z",
           *       "updatedAt": "2026-11-25T04:44:44.313Z",
           *       "deadlineAt": null,
           *       "wakeAt": null,
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "charge",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "ship",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {},
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "confirm",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {},
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:44:44.258Z",
           *           "type": "saga-started",
           *           "sagaId": "skipped",
           *           "definition": "order",
           *           "version": 1,
           *           "input": {
           *             "total": 5
           *           },
           *           "deadlineAt": "2026-11-25T05:44:44.258Z"
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:44:44.258Z",
           *           "type": "step-commanded",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "dueAt": "2026-11-25T04:45:14.258Z"
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:44:44.275Z",
           *           "type": "step-succeeded",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {}
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:44:44.275Z",
           *           "type": "step-commanded",
           *           "step": "ship",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:45:14.275Z"
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:44:44.303Z",
           *           "type": "step-succeeded",
           *           "step": "ship",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {}
           *         },
           *         {
           *           "seq": 6,
           *           "at": "2026-11-25T04:44:44.303Z",
           *           "type": "step-commanded",
           *           "step": "confirm",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:45:14.303Z"
           *         },
           *         {
           *           "seq": 7,
           *           "at": "2026-11-25T04:44:44.304Z",
           *           "type": "step-failed",
           *           "step": "confirm",
           *           "direction": "do",
           *           "attempt": 1,
           *           "kind": "business",
           *           "failure": {
           *             "code": "refused",
           *             "message": "no"
           *           }
           *         },
           *         {
           *           "seq": 8,
           *           "at": "2026-11-25T04:44:44.304Z",
           *           "type": "needs-attention",
           *           "attention": {
           *             "reason": {
           *               "code": "refused",
           *               "message": "no"
           *             },
           *             "step": "confirm",
           *             "direction": "do",
           *             "was": "running",
           *             "choices": [
           *               "retry",
           *               "skip"
           *             ]
           *           }
           *         },
           *         {
           *           "seq": 9,
           *           "at": "2026-11-25T04:44:44.313Z",
           *           "type": "operator-acted",
           *           "act": "skip",
           *           "step": "confirm",
           *           "by": "ann",
           *           "reason": "agreed by phone"
           *         },
           *         {
           *           "seq": 10,
           *           "at": "2026-11-25T04:44:44.313Z",
           *           "type": "step-succeeded",
           *           "step": "confirm",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {},
           *           "skipped": true
           *         },
           *         {
           *           "seq": 11,
           *           "at": "2026-11-25T04:44:44.313Z",
           *           "type": "saga-resumed"
           *         },
           *         {
           *           "seq": 12,
           *           "at": "2026-11-25T04:44:44.313Z",
           *           "type": "saga-completed"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  CancelSaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example cancelled */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "reason": "agreed by phone"
         *     }
         */
        'application/json': {
          /** @description Who decides. */
          by: string;
          /** @description Why; it is kept with the decision. */
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cancelled",
           *       "definition": "order",
           *       "version": 1,
           *       "state": "compensating",
           *       "input": {
           *         "total": 5
           *       },
           *       "output": null,
           *       "failure": {
           *         "code": "cancelled",
           *         "step": null,
           *         "message": "cancelled by ann: agreed by phone"
           *       },
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:47:33.566Z",
           *       "updatedAt": "2026-11-25T04:47:33.605Z",
           *       "deadlineAt": "2026-11-25T05:47:33.566Z",
           *       "wakeAt": "2026-11-25T04:48:03.566Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "charge",
           *           "state": "failed",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "output": null,
           *           "failure": {
           *             "code": "cancelled",
           *             "message": "cancelled by ann: agreed by phone"
           *           },
           *           "dueAt": null,
           *           "unknown": true,
           *           "progress": null,
           *           "compensation": {
           *             "state": "waiting",
           *             "attempt": 1,
           *             "input": {
           *               "order": {
           *                 "total": 5
           *               }
           *             },
           *             "output": null,
           *             "failure": null,
           *             "dueAt": "2026-11-25T04:48:03.605Z",
           *             "unknown": false,
           *             "progress": null
           *           }
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:47:33.566Z",
           *           "type": "saga-started",
           *           "sagaId": "cancelled",
           *           "definition": "order",
           *           "version": 1,
           *           "input": {
           *             "total": 5
           *           },
           *           "deadlineAt": "2026-11-25T05:47:33.566Z"
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:47:33.566Z",
           *           "type": "step-commanded",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "dueAt": "2026-11-25T04:48:03.566Z"
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:47:33.605Z",
           *           "type": "operator-acted",
           *           "act": "cancel",
           *           "step": null,
           *           "by": "ann",
           *           "reason": "agreed by phone"
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:47:33.605Z",
           *           "type": "step-failed",
           *           "step": "charge",
           *           "direction": "do",
           *           "attempt": 1,
           *           "kind": "unknown",
           *           "failure": {
           *             "code": "cancelled",
           *             "message": "cancelled by ann: agreed by phone"
           *           }
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:47:33.605Z",
           *           "type": "compensation-started",
           *           "step": null,
           *           "failure": {
           *             "code": "cancelled",
           *             "message": "cancelled by ann: agreed by phone"
           *           }
           *         },
           *         {
           *           "seq": 6,
           *           "at": "2026-11-25T04:47:33.605Z",
           *           "type": "step-commanded",
           *           "step": "charge",
           *           "direction": "undo",
           *           "attempt": 1,
           *           "input": {
           *             "order": {
           *               "total": 5
           *             }
           *           },
           *           "dueAt": "2026-11-25T04:48:03.605Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  SignalSaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example waits */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "address-confirmed",
         *       "data": {
         *         "street": "Main Street 1"
         *       }
         *     }
         */
        'application/json': {
          /** @description The signal's name, as the definition has it. */
          name: string;
          /**
           * @description What the signal tells.
           * @default {}
           */
          data?: {
            [key: string]: unknown;
          };
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "waits",
           *       "definition": "delivery",
           *       "version": 1,
           *       "state": "running",
           *       "input": {
           *         "cents": 500
           *       },
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:48:36.358Z",
           *       "updatedAt": "2026-11-25T04:48:36.605Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:49:06.605Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "load",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {},
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "address",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {
           *             "signal": "address-confirmed"
           *           },
           *           "output": {
           *             "street": "Main Street 1"
           *           },
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "drive",
           *           "state": "waiting",
           *           "attempt": 1,
           *           "input": {
           *             "to": "Main Street 1"
           *           },
           *           "output": null,
           *           "failure": null,
           *           "dueAt": "2026-11-25T04:49:06.605Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:48:36.358Z",
           *           "type": "saga-started",
           *           "sagaId": "waits",
           *           "definition": "delivery",
           *           "version": 1,
           *           "input": {
           *             "cents": 500
           *           },
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:48:36.358Z",
           *           "type": "step-commanded",
           *           "step": "load",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:49:06.358Z"
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:48:36.540Z",
           *           "type": "step-succeeded",
           *           "step": "load",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {}
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:48:36.540Z",
           *           "type": "wait-started",
           *           "step": "address",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "signal": "address-confirmed"
           *           },
           *           "dueAt": null
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:48:36.605Z",
           *           "type": "step-succeeded",
           *           "step": "address",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {
           *             "street": "Main Street 1"
           *           }
           *         },
           *         {
           *           "seq": 6,
           *           "at": "2026-11-25T04:48:36.605Z",
           *           "type": "step-commanded",
           *           "step": "drive",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "to": "Main Street 1"
           *           },
           *           "dueAt": "2026-11-25T04:49:06.605Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ApproveSaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example granted */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "comment": "as agreed"
         *     }
         */
        'application/json': {
          /** @description The step that asks; may be left out where only one does. */
          step?: string;
          /** @description Who answers. */
          by: string;
          /** @description What speaks for the answer. */
          comment: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "granted",
           *       "definition": "loan",
           *       "version": 1,
           *       "state": "running",
           *       "input": {
           *         "cents": 500
           *       },
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:48:37.437Z",
           *       "updatedAt": "2026-11-25T04:48:37.527Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:49:07.527Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "consent",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {
           *             "question": {
           *               "cents": 500
           *             },
           *             "approvers": [
           *               "risk",
           *               "sales"
           *             ]
           *           },
           *           "output": {
           *             "by": "ann",
           *             "comment": "as agreed"
           *           },
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "pay",
           *           "state": "waiting",
           *           "attempt": 1,
           *           "input": {},
           *           "output": null,
           *           "failure": null,
           *           "dueAt": "2026-11-25T04:49:07.527Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:48:37.437Z",
           *           "type": "saga-started",
           *           "sagaId": "granted",
           *           "definition": "loan",
           *           "version": 1,
           *           "input": {
           *             "cents": 500
           *           },
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:48:37.437Z",
           *           "type": "wait-started",
           *           "step": "consent",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "question": {
           *               "cents": 500
           *             },
           *             "approvers": [
           *               "risk",
           *               "sales"
           *             ]
           *           },
           *           "dueAt": null
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:48:37.527Z",
           *           "type": "approval-given",
           *           "step": "consent",
           *           "approved": true,
           *           "by": "ann",
           *           "comment": "as agreed"
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:48:37.527Z",
           *           "type": "step-succeeded",
           *           "step": "consent",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {
           *             "by": "ann",
           *             "comment": "as agreed"
           *           }
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:48:37.527Z",
           *           "type": "step-commanded",
           *           "step": "pay",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:49:07.527Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  RejectSaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example refused */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "comment": "as agreed"
         *     }
         */
        'application/json': {
          /** @description The step that asks; may be left out where only one does. */
          step?: string;
          /** @description Who answers. */
          by: string;
          /** @description What speaks for the answer. */
          comment: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "refused",
           *       "definition": "loan",
           *       "version": 1,
           *       "state": "compensated",
           *       "input": {
           *         "cents": 500
           *       },
           *       "output": null,
           *       "failure": {
           *         "code": "rejected",
           *         "step": "consent",
           *         "message": "ann: as agreed"
           *       },
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:48:37.630Z",
           *       "updatedAt": "2026-11-25T04:48:37.668Z",
           *       "deadlineAt": null,
           *       "wakeAt": null,
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "consent",
           *           "state": "failed",
           *           "attempt": 1,
           *           "input": {
           *             "question": {
           *               "cents": 500
           *             },
           *             "approvers": [
           *               "risk",
           *               "sales"
           *             ]
           *           },
           *           "output": null,
           *           "failure": {
           *             "code": "rejected",
           *             "message": "ann: as agreed"
           *           },
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:48:37.630Z",
           *           "type": "saga-started",
           *           "sagaId": "refused",
           *           "definition": "loan",
           *           "version": 1,
           *           "input": {
           *             "cents": 500
           *           },
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:48:37.630Z",
           *           "type": "wait-started",
           *           "step": "consent",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {
           *             "question": {
           *               "cents": 500
           *             },
           *             "approvers": [
           *               "risk",
           *               "sales"
           *             ]
           *           },
           *           "dueAt": null
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:48:37.668Z",
           *           "type": "approval-given",
           *           "step": "consent",
           *           "approved": false,
           *           "by": "ann",
           *           "comment": "as agreed"
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:48:37.668Z",
           *           "type": "step-failed",
           *           "step": "consent",
           *           "direction": "do",
           *           "attempt": 1,
           *           "kind": "business",
           *           "failure": {
           *             "code": "rejected",
           *             "message": "ann: as agreed"
           *           }
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:48:37.668Z",
           *           "type": "compensation-started",
           *           "step": "consent",
           *           "failure": {
           *             "code": "rejected",
           *             "message": "ann: as agreed"
           *           }
           *         },
           *         {
           *           "seq": 6,
           *           "at": "2026-11-25T04:48:37.668Z",
           *           "type": "saga-compensated"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ListApprovals: {
    parameters: {
      query?: {
        /**
         * @description How many to answer with, at most 500; 100 when absent.
         * @example 500
         */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "approvals": [
           *         {
           *           "saga": "granted",
           *           "definition": "loan",
           *           "version": 1,
           *           "step": "consent",
           *           "question": {
           *             "cents": 500
           *           },
           *           "approvers": [
           *             "risk",
           *             "sales"
           *           ],
           *           "since": "2026-11-25T04:48:37.437Z",
           *           "due": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ListApprovalsResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ListDefinitions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "definitions": [
           *         {
           *           "name": "halted",
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:28.334Z",
           *           "definition": {
           *             "name": "halted",
           *             "steps": [
           *               {
           *                 "name": "step1",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "halted",
           *                 "topic": "of-halted"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": false,
           *           "running": 0
           *         },
           *         {
           *           "name": "parent",
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:28.411Z",
           *           "definition": {
           *             "name": "parent",
           *             "steps": [
           *               {
           *                 "name": "part",
           *                 "saga": "halted"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 0
           *         },
           *         {
           *           "name": "paused",
           *           "version": 2,
           *           "createdAt": "2026-11-25T04:44:26.739Z",
           *           "definition": {
           *             "name": "paused",
           *             "steps": [
           *               {
           *                 "name": "step2",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "paused",
           *                 "topic": "of-paused"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 1
           *         },
           *         {
           *           "name": "pinned",
           *           "version": 3,
           *           "createdAt": "2026-11-25T04:44:28.829Z",
           *           "definition": {
           *             "name": "pinned",
           *             "steps": [
           *               {
           *                 "name": "step3",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "pinned",
           *                 "topic": "of-pinned"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 5
           *         },
           *         {
           *           "name": "quiet",
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:27.541Z",
           *           "definition": {
           *             "name": "quiet",
           *             "steps": [
           *               {
           *                 "name": "step1",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "quiet",
           *                 "topic": "of-quiet"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 1
           *         },
           *         {
           *           "name": "raced",
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:27.999Z",
           *           "definition": {
           *             "name": "raced",
           *             "steps": [
           *               {
           *                 "name": "step1",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "raced",
           *                 "topic": "of-raced"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": false,
           *           "running": 0
           *         },
           *         {
           *           "name": "short",
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:29.176Z",
           *           "definition": {
           *             "name": "short",
           *             "steps": [
           *               {
           *                 "name": "step1",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "short",
           *                 "topic": "of-short"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 0
           *         },
           *         {
           *           "name": "shown",
           *           "version": 2,
           *           "createdAt": "2026-11-25T04:44:30.750Z",
           *           "definition": {
           *             "name": "shown",
           *             "steps": [
           *               {
           *                 "name": "step2",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "shown",
           *                 "topic": "of-shown"
           *               }
           *             ]
           *           },
           *           "stable": 1,
           *           "canary": {
           *             "version": 2,
           *             "percent": 10
           *           },
           *           "active": true,
           *           "running": 2
           *         },
           *         {
           *           "name": "tried",
           *           "version": 2,
           *           "createdAt": "2026-11-25T04:44:29.264Z",
           *           "definition": {
           *             "name": "tried",
           *             "steps": [
           *               {
           *                 "name": "step2",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "tried",
           *                 "topic": "of-tried"
           *               }
           *             ]
           *           },
           *           "stable": 1,
           *           "canary": null,
           *           "active": true,
           *           "running": 48
           *         },
           *         {
           *           "name": "vain",
           *           "version": 2,
           *           "createdAt": "2026-11-25T04:44:30.628Z",
           *           "definition": {
           *             "name": "vain",
           *             "steps": [
           *               {
           *                 "name": "step2",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "vain",
           *                 "topic": "of-vain"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 0
           *         },
           *         {
           *           "name": "witness",
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:28.036Z",
           *           "definition": {
           *             "name": "witness",
           *             "steps": [
           *               {
           *                 "name": "step1",
           *                 "command": "stock.reserve",
           *                 "compensate": "none"
           *               }
           *             ],
           *             "startOn": [
           *               {
           *                 "key": "event.data.key",
           *                 "event": "witness",
           *                 "topic": "of-witness"
           *               }
           *             ]
           *           },
           *           "stable": null,
           *           "canary": null,
           *           "active": true,
           *           "running": 1
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ListDefinitionsResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  RegisterDefinition: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "paused",
         *       "startOn": [
         *         {
         *           "event": "paused",
         *           "topic": "of-paused",
         *           "key": "event.data.key"
         *         }
         *       ],
         *       "steps": [
         *         {
         *           "name": "step1",
         *           "command": "stock.reserve",
         *           "compensate": "none"
         *         }
         *       ]
         *     }
         */
        'application/json': {
          [key: string]: unknown;
        };
        'application/yaml': string;
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "paused",
           *       "version": 1,
           *       "createdAt": "2026-11-25T04:44:26.687Z",
           *       "definition": {
           *         "name": "paused",
           *         "startOn": [
           *           {
           *             "event": "paused",
           *             "topic": "of-paused",
           *             "key": "event.data.key"
           *           }
           *         ],
           *         "steps": [
           *           {
           *             "name": "step1",
           *             "command": "stock.reserve",
           *             "compensate": "none"
           *           }
           *         ]
           *       }
           *     }
           */
          'application/json': components['schemas']['Definition'];
        };
      };
      /** @description Made. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "paused",
           *       "version": 1,
           *       "createdAt": "2026-11-25T04:44:26.687Z",
           *       "definition": {
           *         "name": "paused",
           *         "startOn": [
           *           {
           *             "event": "paused",
           *             "topic": "of-paused",
           *             "key": "event.data.key"
           *           }
           *         ],
           *         "steps": [
           *           {
           *             "name": "step1",
           *             "command": "stock.reserve",
           *             "compensate": "none"
           *           }
           *         ]
           *       }
           *     }
           */
          'application/json': components['schemas']['Definition'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  GetDefinition: {
    parameters: {
      query?: {
        /** @description The latest when absent. */
        version?: number;
      };
      header?: never;
      path: {
        /** @example changed */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "changed",
           *       "version": 2,
           *       "createdAt": "2026-11-25T04:44:50.047Z",
           *       "definition": {
           *         "name": "changed",
           *         "steps": [
           *           {
           *             "name": "pay",
           *             "command": "payments.pay",
           *             "compensate": "none"
           *           }
           *         ],
           *         "deadline": "1h"
           *       }
           *     }
           */
          'application/json': components['schemas']['Definition'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ListVersions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example shown */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "shown",
           *       "latest": 2,
           *       "stable": 1,
           *       "canary": {
           *         "version": 2,
           *         "percent": 10
           *       },
           *       "active": true,
           *       "versions": [
           *         {
           *           "version": 2,
           *           "createdAt": "2026-11-25T04:44:30.750Z",
           *           "isStable": false,
           *           "canaryPercent": 10,
           *           "running": {
           *             "sagas": 0,
           *             "at": []
           *           }
           *         },
           *         {
           *           "version": 1,
           *           "createdAt": "2026-11-25T04:44:30.699Z",
           *           "isStable": true,
           *           "canaryPercent": null,
           *           "running": {
           *             "sagas": 2,
           *             "at": [
           *               {
           *                 "step": "step1",
           *                 "direction": "do",
           *                 "sagas": 2
           *               }
           *             ]
           *           }
           *         }
           *       ],
           *       "changes": [
           *         {
           *           "act": "canary",
           *           "at": "2026-11-25T04:44:30.854Z",
           *           "by": "bob",
           *           "reason": "a try",
           *           "stable": 1,
           *           "canary": {
           *             "version": 2,
           *             "percent": 10
           *           },
           *           "active": true
           *         },
           *         {
           *           "act": "rollback",
           *           "at": "2026-11-25T04:44:30.798Z",
           *           "by": "ann",
           *           "reason": "the carrier is down",
           *           "stable": 1,
           *           "canary": null,
           *           "active": true
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DefinitionVersions'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  DeactivateDefinition: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example paused */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "reason": "the carrier is down"
         *     }
         */
        'application/json': {
          by: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "paused",
           *       "latest": 2,
           *       "stable": null,
           *       "canary": null,
           *       "active": false
           *     }
           */
          'application/json': components['schemas']['Rollout'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ActivateDefinition: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example paused */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "by": "ann",
         *       "reason": "the carrier is down"
         *     }
         */
        'application/json': {
          by: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "paused",
           *       "latest": 2,
           *       "stable": null,
           *       "canary": null,
           *       "active": true
           *     }
           */
          'application/json': components['schemas']['Rollout'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  RollBackDefinition: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example pinned */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "version": 2,
         *       "by": "ann",
         *       "reason": "the carrier is down"
         *     }
         */
        'application/json': {
          /** @description The version that new sagas start with, whatever is registered later; absent: whichever is the latest. */
          version?: number;
          by: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "pinned",
           *       "latest": 3,
           *       "stable": 2,
           *       "canary": null,
           *       "active": true
           *     }
           */
          'application/json': components['schemas']['Rollout'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  SetCanary: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example tried */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "version": 2,
         *       "percent": 50,
         *       "by": "ann",
         *       "reason": "the carrier is down"
         *     }
         */
        'application/json': {
          /** @description The version to try. */
          version: number;
          /** @description How many percent of the new sagas; 0 ends it. */
          percent: number;
          by: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "tried",
           *       "latest": 2,
           *       "stable": 1,
           *       "canary": {
           *         "version": 2,
           *         "percent": 50
           *       },
           *       "active": true
           *     }
           */
          'application/json': components['schemas']['Rollout'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  MigrateSaga: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example trip-1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "toVersion": 2,
         *       "by": "ann",
         *       "reason": "a better order"
         *     }
         */
        'application/json': {
          /** @description The version to go on by. */
          toVersion: number;
          /** @description By their old names, the new names of steps that were renamed. */
          steps?: {
            [key: string]: string;
          };
          /**
           * @description Just tell what would come of it.
           * @default false
           */
          dryRun?: boolean;
          by: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "trip-1",
           *       "definition": "trip",
           *       "version": 2,
           *       "state": "running",
           *       "input": {},
           *       "output": null,
           *       "failure": null,
           *       "attention": null,
           *       "parent": null,
           *       "children": [],
           *       "addresses": {},
           *       "signals": {},
           *       "startedAt": "2026-11-25T04:48:43.373Z",
           *       "updatedAt": "2026-11-25T04:48:43.679Z",
           *       "deadlineAt": null,
           *       "wakeAt": "2026-11-25T04:49:13.373Z",
           *       "traceId": null,
           *       "steps": [
           *         {
           *           "name": "a",
           *           "state": "succeeded",
           *           "attempt": 1,
           *           "input": {},
           *           "output": {},
           *           "failure": null,
           *           "dueAt": null,
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         },
           *         {
           *           "name": "b",
           *           "state": "waiting",
           *           "attempt": 1,
           *           "input": {},
           *           "output": null,
           *           "failure": null,
           *           "dueAt": "2026-11-25T04:49:13.547Z",
           *           "unknown": false,
           *           "progress": null,
           *           "compensation": null
           *         }
           *       ],
           *       "history": [
           *         {
           *           "seq": 1,
           *           "at": "2026-11-25T04:48:43.373Z",
           *           "type": "saga-started",
           *           "sagaId": "trip-1",
           *           "definition": "trip",
           *           "version": 1,
           *           "input": {},
           *           "deadlineAt": null
           *         },
           *         {
           *           "seq": 2,
           *           "at": "2026-11-25T04:48:43.373Z",
           *           "type": "step-commanded",
           *           "step": "a",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:49:13.373Z"
           *         },
           *         {
           *           "seq": 3,
           *           "at": "2026-11-25T04:48:43.547Z",
           *           "type": "step-succeeded",
           *           "step": "a",
           *           "direction": "do",
           *           "attempt": 1,
           *           "output": {}
           *         },
           *         {
           *           "seq": 4,
           *           "at": "2026-11-25T04:48:43.547Z",
           *           "type": "step-commanded",
           *           "step": "b",
           *           "direction": "do",
           *           "attempt": 1,
           *           "input": {},
           *           "dueAt": "2026-11-25T04:49:13.547Z"
           *         },
           *         {
           *           "seq": 5,
           *           "at": "2026-11-25T04:48:43.679Z",
           *           "type": "saga-migrated",
           *           "fromVersion": 1,
           *           "toVersion": 2,
           *           "steps": {},
           *           "by": "ann",
           *           "reason": "a better order"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            [key: string]: unknown;
          };
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  MigrateSagas: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The definition.
         * @example bulk
         */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "fromVersion": 1,
         *       "toVersion": 2,
         *       "dryRun": true,
         *       "by": "ann",
         *       "reason": "a better order"
         *     }
         */
        'application/json': {
          fromVersion: number;
          toVersion: number;
          steps?: {
            [key: string]: string;
          };
          /** @default false */
          dryRun?: boolean;
          by: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "bulk",
           *       "fromVersion": 1,
           *       "toVersion": 2,
           *       "dryRun": true,
           *       "sagas": 4,
           *       "examined": 4,
           *       "migrated": 2,
           *       "refusals": [
           *         {
           *           "path": "b",
           *           "message": "has begun, and \"x\" has not begun, which comes before it in version 2",
           *           "fix": "put \"x\" behind what may have begun, or let these sagas end as they are",
           *           "sagas": 2,
           *           "examples": [
           *             "bulk-1",
           *             "bulk-3"
           *           ]
           *         }
           *       ],
           *       "problems": []
           *     }
           */
          'application/json': components['schemas']['MigrateSagasResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  SimulateMigration: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example foreseen */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "definition": {
         *         "name": "foreseen",
         *         "steps": [
         *           {
         *             "name": "a",
         *             "command": "any.a",
         *             "compensate": "any.un-a"
         *           },
         *           {
         *             "name": "z",
         *             "command": "any.z",
         *             "compensate": "any.un-z",
         *             "input": {
         *               "x": "${ input.missing }"
         *             }
         *           }
         *         ]
         *       }
         *     }
         */
        'application/json': {
          /** @description The definition to go on by; it need not be registered. */
          definition: {
            [key: string]: unknown;
          };
          steps?: {
            [key: string]: string;
          };
        };
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "foreseen",
           *       "versions": [
           *         {
           *           "fromVersion": 2,
           *           "sagas": 1,
           *           "examined": 1,
           *           "migrated": 1,
           *           "refusals": [],
           *           "problems": [
           *             {
           *               "path": "z",
           *               "message": "would end compensated though all goes well: ${ input.missing }: No such key: missing (expression-failed)",
           *               "fix": "mend the new version",
           *               "sagas": 1,
           *               "examples": [
           *                 "f-2"
           *               ]
           *             }
           *           ]
           *         },
           *         {
           *           "fromVersion": 1,
           *           "sagas": 1,
           *           "examined": 1,
           *           "migrated": 1,
           *           "refusals": [],
           *           "problems": [
           *             {
           *               "path": "z",
           *               "message": "would end compensated though all goes well: ${ input.missing }: No such key: missing (expression-failed)",
           *               "fix": "mend the new version",
           *               "sagas": 1,
           *               "examples": [
           *                 "f-1"
           *               ]
           *             }
           *           ]
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['SimulateMigrationResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  DiffVersions: {
    parameters: {
      query: {
        /** @example 1 */
        from: number;
        /** @example 2 */
        to: number;
      };
      header?: never;
      path: {
        /** @example differing */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "differing",
           *       "from": 1,
           *       "to": 2,
           *       "differences": [
           *         {
           *           "change": "added",
           *           "step": "x",
           *           "place": "after a"
           *         },
           *         {
           *           "change": "changed",
           *           "step": "b",
           *           "field": "command",
           *           "from": "any.b",
           *           "to": "any.other"
           *         },
           *         {
           *           "change": "changed",
           *           "step": "b",
           *           "field": "compensate",
           *           "from": "any.un-b",
           *           "to": "any.un-other"
           *         }
           *       ],
           *       "running": {
           *         "sagas": 2,
           *         "examined": 2,
           *         "migrated": 1,
           *         "refusals": [
           *           {
           *             "path": "b",
           *             "message": "has been sent as any.b, which is any.other in version 2",
           *             "fix": "give the new command to a step of another name",
           *             "sagas": 1,
           *             "examples": [
           *               "d-2"
           *             ]
           *           },
           *           {
           *             "path": "b",
           *             "message": "is undone by any.un-b, and in version 2 by any.un-other",
           *             "fix": "keep how it is undone",
           *             "sagas": 1,
           *             "examples": [
           *               "d-2"
           *             ]
           *           }
           *         ],
           *         "problems": []
           *       }
           *     }
           */
          'application/json': components['schemas']['DiffVersionsResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ListLocks: {
    parameters: {
      query?: {
        /** @description How many to answer with, at most 500; 50 when absent. */
        limit?: number;
        /** @description The "next" of an earlier answer; absent for the first page. */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "locks": [
           *         {
           *           "key": "account:7",
           *           "saga": "first",
           *           "since": "2026-11-25T04:44:46.158Z",
           *           "steps": [
           *             {
           *               "step": "pay.lock",
           *               "since": "2026-11-25T04:44:46.158Z"
           *             }
           *           ],
           *           "waiting": 0,
           *           "line": []
           *         }
           *       ],
           *       "next": null
           *     }
           */
          'application/json': components['schemas']['ListLocksResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  ListUnknownEvents: {
    parameters: {
      query?: {
        /** @description How many types to answer with, at most 500; 100 when absent. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "unknownEvents": []
           *     }
           */
          'application/json': components['schemas']['ListUnknownEventsResponse'];
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  GetDefinitionSchema: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "$schema": "http://json-schema.org/draft-07/schema#",
           *       "title": "Saga definition",
           *       "type": "object",
           *       "properties": {
           *         "name": {
           *           "type": "string"
           *         }
           *       },
           *       "required": [
           *         "name",
           *         "steps"
           *       ]
           *     }
           */
          'application/schema+json': {
            [key: string]: unknown;
          };
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  GetAsyncApi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "asyncapi": "3.0.0",
           *       "info": {
           *         "title": "Sagas",
           *         "version": "1.0.0"
           *       },
           *       "channels": {},
           *       "operations": {}
           *     }
           */
          'application/vnd.aai.asyncapi+json;version=3.0.0': {
            [key: string]: unknown;
          };
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
  GetOpenApi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "openapi": "3.1.1",
           *       "info": {
           *         "title": "Saga coordinator",
           *         "version": "1.0.0"
           *       },
           *       "paths": {}
           *     }
           */
          'application/vnd.oai.openapi+json': {
            [key: string]: unknown;
          };
        };
      };
      400: components['responses']['Refusal400'];
      401: components['responses']['Refusal401'];
      403: components['responses']['Refusal403'];
      404: components['responses']['Refusal404'];
      409: components['responses']['Refusal409'];
      413: components['responses']['Refusal413'];
      415: components['responses']['Refusal415'];
      422: components['responses']['Refusal422'];
      429: components['responses']['Refusal429'];
      500: components['responses']['Refusal500'];
      503: components['responses']['Refusal503'];
    };
  };
}
