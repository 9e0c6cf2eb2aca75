import { createInMemoryBus } from '@saga/bus';
import { commandId, createCodec, type Outcome, replyId } from '@saga/contracts';
import { createLogger } from '@saga/telemetry';
import type { FieldProblem } from '../api/problem.js';
import { readConfig } from '../config/coordinator-config.js';
import { startCoordinator } from '../start-coordinator.js';

/** What specs read of the bodies that the API answers with. */
interface Body {
  id: string;
  state: string;
  attention: object | null;
  steps: object[];
  history: object[];
  sagas: { id: string }[];
  next: string | null;
  definitions: { name: string }[];
  detail: string;
  errors: FieldProblem[];
}

export interface Answer {
  status: number;
  type: string | null;
  body: Body;
}

/** A coordinator in this process, on the in-memory bus and a real Postgres, spoken to over HTTP. */
export interface RunningApi {
  get(path: string): Promise<Answer>;
  /** Posts a text as it is, anything else as JSON. */
  post(path: string, body?: unknown, contentType?: string): Promise<Answer>;
  /** Answers the first attempt at a step in a participant's place. */
  reply(sagaId: string, step: string, outcome: Outcome): Promise<void>;
  /** Resolves with the saga once it is in this state. */
  untilState(sagaId: string, state: string): Promise<Body>;
  stop(): Promise<void>;
}

/** Starts a coordinator on an empty database. */
export async function startApi(databaseUrl: string): Promise<RunningApi> {
  const bus = createInMemoryBus();
  const codec = createCodec({ source: 'spec' });
  const config = readConfig({ DATABASE_URL: databaseUrl, KAFKA_BROKERS: 'in-memory:0', PORT: '0' });
  const log = createLogger({ name: 'spec', level: 'silent' });
  const coordinator = await startCoordinator(config, { bus, log });

  async function call(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(`${coordinator.url}${path}`, init);
    const type = response.headers.get('content-type');
    return { status: response.status, type, body: (await response.json()) as Body };
  }
  const get = (path: string) => call(path);
  return {
    get,
    post: (path, body, contentType = 'application/json') =>
      call(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': contentType },
      }),
    async reply(sagaId, step, outcome) {
      const causationId = commandId(sagaId, step, 'do', 1);
      const address = { sagaId, step, attempt: 1, direction: 'do' as const };
      const time = new Date().toISOString();
      const id = replyId(causationId);
      await bus.publish([
        codec.encode({ kind: 'reply', id, source: 'spec', causationId, ...address, outcome, time }),
      ]);
    },
    async untilState(sagaId, state) {
      for (;;) {
        const { body } = await get(`/v1/sagas/${sagaId}`);
        if (body.state === state) return body;
      }
    },
    async stop() {
      await coordinator.stop();
      await bus.close();
    },
  };
}
