import type { OutgoingMessage } from '@saga/bus';
import {
  type Codec,
  type DeadLetterCause,
  HEADERS,
  type ReadableValue,
  readableValue,
} from '@saga/contracts';
import { executionOf, fromAddress, pathOf, type SagaStatus } from '@saga/engine';
import type { StoreTransaction } from '@saga/store';
import { unknownSaga } from '../pipeline/causes.js';
import type { OutgoingMessages } from '../pipeline/outgoing.js';
import { SagaInHand } from '../pipeline/saga-in-hand.js';
import { SagaMoves } from '../pipeline/saga-moves.js';
import { isSagaWork, type SagaWork, type WorkItem } from '../pipeline/work-item.js';
import { asIncoming } from './redrive-check.js';

type Reason = Pick<DeadLetterCause, 'code' | 'message'>;

/** What a message would do to a saga. */
export interface ExpectedEffect {
  saga: string;
  /** As it is now; null when there is none. */
  state: SagaStatus | null;
  /** Whether the saga takes the message: it waits for it, or would be started by it. */
  isAwaited: boolean;
  /** Why not. */
  because: Reason | null;
  /** What would be sent then, in its order. */
  sends: { topic: string; type: string }[];
}

/** What a redrive would send, and what would come of it as things are. */
export interface Trial {
  message: {
    topic: string;
    key: string;
    headers: Record<string, string>;
    value: ReadableValue;
    bytes: number;
  };
  effects: ExpectedEffect[];
}

/** How many sagas that wait for an event are told. */
const WAITING_SHOWN = 100;

/** What is to be tried. */
export interface Tried {
  message: OutgoingMessage;
  items: WorkItem[];
  /** The ids of those of them that have been handled before. */
  handled: Set<string>;
}

/** Tries out messages before they are sent. */
export class RedriveTrial {
  constructor(
    private readonly outgoing: OutgoingMessages,
    private readonly codec: Codec,
  ) {}

  /** Tries within `tx` what a message would do; nothing is written, and nothing sent. */
  async run(tx: StoreTransaction, { message, items, handled }: Tried): Promise<Trial> {
    const works = items.filter(isSagaWork);
    const ids = works.map(({ sagaId }) => sagaId);
    const moves = await SagaMoves.begin(tx, this.outgoing, ids);
    const effects: ExpectedEffect[] = [];
    for (const work of works)
      effects.push(handled.has(work.claim) ? handledBefore(moves, work) : await effectOn(moves, work));
    effects.push(...(await waitingFor(tx, moves, items)));
    const { topics } = this.codec;
    if (message.topic.startsWith(topics.command(''))) effects.push(await this.askedBy(tx, message));
    const { topic, key, headers } = message;
    const value = readableValue(topics, asIncoming(message));
    return { message: { topic, key, headers, value, bytes: Buffer.byteLength(message.value) }, effects };
  }

  /** Whether the saga whose command it is still waits for the answer to it. */
  private async askedBy(tx: StoreTransaction, message: OutgoingMessage): Promise<ExpectedEffect> {
    const { sagaId, step, attempt, direction } = this.codec.decodeCommand(asIncoming(message));
    const saga = (await tx.load([sagaId])).get(sagaId)?.state;
    if (!saga) return nothing(sagaId, null, unknownSaga({ sagaId, type: 'start' }));
    const about = fromAddress(pathOf(saga, step), direction);
    const execution = executionOf(saga, about.step, about.direction);
    if (execution?.status === 'waiting' && execution.attempt === attempt) return awaited(sagaId, saga.status);
    const text = `attempt ${attempt} of "${step}" (${direction}) is not waited for`;
    return nothing(sagaId, saga.status, { code: 'not-waiting', message: text });
  }
}

function handledBefore(moves: SagaMoves, { sagaId }: SagaWork): ExpectedEffect {
  const message = 'a message with its ce_source and ce_id was handled before';
  return nothing(sagaId, moves.sagas.get(sagaId)?.status ?? null, { code: 'already-handled', message });
}

async function effectOn(moves: SagaMoves, work: SagaWork): Promise<ExpectedEffect> {
  const { sagaId, start, input } = work;
  const saga = start
    ? await moves.sagas.startable(start, null)
    : (moves.sagas.get(sagaId) ?? unknownSaga(work));
  if (!(saga instanceof SagaInHand)) return nothing(sagaId, null, saga);
  const { status } = saga;
  const before = moves.messages.length;
  const { ignored } = moves.move(saga, input);
  if (ignored) return nothing(sagaId, status, ignored);
  const sends = moves.messages
    .slice(before)
    .map(({ topic, headers }) => ({ topic, type: headers[HEADERS.type]! }));
  return { ...awaited(sagaId, status), sends };
}

/** The sagas that wait for an event now; what each would send then is known when it comes. */
async function waitingFor(
  tx: StoreTransaction,
  moves: SagaMoves,
  items: WorkItem[],
): Promise<ExpectedEffect[]> {
  const keys = items.flatMap((item) => (item.type === 'event' ? [item.event] : []));
  if (keys.length === 0) return [];
  const waiting = await tx.stepsAwaiting(keys, { after: null, limit: WAITING_SHOWN });
  await moves.sagas.include(waiting.map(({ sagaId }) => sagaId));
  return waiting.map(({ sagaId }) => awaited(sagaId, moves.sagas.get(sagaId)?.status ?? null));
}

function awaited(saga: string, state: SagaStatus | null): ExpectedEffect {
  return { saga, state, isAwaited: true, because: null, sends: [] };
}

function nothing(saga: string, state: SagaStatus | null, { code, message }: Reason): ExpectedEffect {
  return { saga, state, isAwaited: false, because: { code, message }, sends: [] };
}
