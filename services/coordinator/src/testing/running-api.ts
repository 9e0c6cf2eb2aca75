import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createInMemoryBus } from '@saga/bus';
import {
  commandId,
  createCodec,
  type DeadLetter,
  type Direction,
  type Json,
  type JsonObject,
  type Message,
  type Outcome,
  replyId,
} from '@saga/contracts';
import { createLogger } from '@saga/telemetry';
import type { FieldProblem } from '../api/problem.js';
import { readConfig } from '../config/coordinator-config.js';
import { startCoordinator } from '../start-coordinator.js';
import { expectDocumented } from './documented-answers.js';
import { type GrpcCaller, grpcCaller } from './grpc-caller.js';

/** What specs read of the bodies that the API answers with. */
interface Body {
  id: string;
  state: string;
  attention: object | null;
  output: JsonObject | null;
  parent: object | null;
  children: { id: string; state: string; step: string }[];
  approvals: { saga: string; step: string }[];
  traceId: string | null;
  steps: { name: string; state: string; output: JsonObject | null; compensation: { state: string } | null }[];
  history: object[];
  sagas: { id: string }[];
  next: string | null;
  definitions: { name: string }[];
  version: number;
  detail: string;
  errors: FieldProblem[];
}

export interface Answer {
  status: number;
  type: string | null;
  body: Body;
}

/**
 * A coordinator in this process, on the in-memory bus and a real Postgres, spoken to over HTTP and gRPC. An answer
 * that is not what the OpenAPI document says fails the spec.
 */
export interface RunningApi {
  get(path: string): Promise<Answer>;
  /** Calls an rpc of OperatorService; rejects with what gRPC calls a ServiceError. */
  grpc: GrpcCaller['call'];
  /** Posts a text as it is, anything else as JSON. */
  post(path: string, body?: unknown, contentType?: string): Promise<Answer>;
  /** Answers the first attempt at a step, or at undoing it, in a participant's place. */
  reply(sagaId: string, step: string, outcome: Outcome, direction?: Direction): Promise<void>;
  /** Sends a message of the contract. */
  send(message: Exclude<Message, { kind: 'event' }>): Promise<void>;
  /** Publishes a domain event of `type` on a service's topic. */
  event(topic: string, type: string, data: Json, options?: { id?: string; key?: string }): Promise<void>;
  /** All dead letters so far. */
  letters: readonly DeadLetter[];
  /** The dead letters that name a message by its `ce_id`, once there are any. */
  deadLetters(id: string): Promise<DeadLetter[]>;
  /** Resolves with the saga once it is in this state. */
  untilState(sagaId: string, state: string): Promise<Body>;
  /** Resolves with the saga and a step of it once that step is in this state. */
  untilStep(sagaId: string, name: string, state: string): Promise<Body & { step: Body['steps'][number] }>;
  /** The same of the undoing of a step. */
  untilCompensation(sagaId: string, name: string, state: string): Promise<Body>;
  stop(): Promise<void>;
}

/** A database that the specs of a file have for themselves. */
interface OwnDatabase {
  url: string;
  dispose(): Promise<void>;
}

/** Starts a coordinator on a database of its own for the specs of a file, and disposes of both after the last. */
export function useApi<Database extends OwnDatabase>(
  createDatabase: () => Promise<Database>,
  opened: (own: { database: Database; api: RunningApi }) => void,
): void {
  let database: Database;
  let api: RunningApi;
  beforeAll(async () => {
    database = await createDatabase();
    api = await startApi(database.url);
    opened({ database, api });
  });
  afterAll(async () => {
    await api.stop();
    await database.dispose();
  });
}

/** Starts a coordinator on an empty database. */
export async function startApi(databaseUrl: string): Promise<RunningApi> {
  const bus = createInMemoryBus();
  const codec = createCodec({ source: 'spec' });
  const config = readConfig({ DATABASE_URL: databaseUrl, KAFKA_BROKERS: 'in-memory:0', PORT: '0' });
  const log = createLogger({ name: 'spec', level: 'silent' });
  const coordinator = await startCoordinator(config, { bus, log });

  const letters: DeadLetter[] = [];
  await bus.consume({
    group: 'spec',
    topics: [codec.topics.deadLetter],
    onBatch: async ({ messages }) => void letters.push(...messages.map(codec.decodeDeadLetter)),
  });

  async function call(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(`${coordinator.url}${path}`, init);
    const type = response.headers.get('content-type');
    const body = (await response.json()) as Body;
    const { method = 'GET', body: sent } = init ?? {};
    expectDocumented(method, path, response.status, body, parsed(sent));
    return { status: response.status, type, body };
  }
  const grpc = grpcCaller(coordinator.grpc);
  const get = (path: string) => call(path);

  async function until(sagaId: string, isSo: (saga: Body) => boolean): Promise<Body> {
    for (;;) {
      const { body } = await get(`/v1/sagas/${encodeURIComponent(sagaId)}`);
      if (isSo(body)) return body;
      await pause(5);
    }
  }
  return {
    get,
    grpc: grpc.call,
    post: (path, body, contentType = 'application/json') =>
      call(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': contentType },
      }),
    async reply(sagaId, step, outcome, direction = 'do') {
      const causationId = commandId(sagaId, step, direction, 1);
      const address = { sagaId, step, attempt: 1, direction };
      const time = new Date().toISOString();
      const id = replyId(causationId);
      await bus.publish([
        codec.encode({ kind: 'reply', id, source: 'spec', causationId, ...address, outcome, time }),
      ]);
    },
    send: (message) => bus.publish([codec.encode(message)]),
    async event(topic, type, data, { id = randomUUID(), key = id } = {}) {
      const time = new Date().toISOString();
      const event = { kind: 'event' as const, id, source: 'spec', type, data, time };
      await bus.publish([codec.encodeDomainEvent(event, { topic, key })]);
    },
    letters,
    async deadLetters(id) {
      for (;;) {
        const found = letters.filter(({ original }) => original.headers['ce_id'] === id);
        if (found.length > 0) return found;
        await pause(5);
      }
    },
    untilState: (sagaId, state) => until(sagaId, (body) => body.state === state),
    async untilStep(sagaId, name, state) {
      const find = ({ steps }: Body) => steps?.find((each) => each.name === name);
      const body = await until(sagaId, (saga) => find(saga)?.state === state);
      return { ...body, step: find(body)! };
    },
    untilCompensation: (sagaId, name, state) =>
      until(sagaId, ({ steps }) =>
        steps.some((step) => step.name === name && step.compensation?.state === state),
      ),
    async stop() {
      grpc.close();
      await coordinator.stop();
      await bus.close();
    },
  };
}

/** What of a request's body is JSON. */
function parsed(sent: unknown): unknown {
  try {
    return JSON.parse(String(sent));
  } catch {
    return undefined;
  }
}
