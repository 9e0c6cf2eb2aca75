import { HEADERS } from '../headers.js';
import type { JsonObject } from '../messages.js';
import { SAGA_ID, STEP_NAME } from '../names.js';
import { CONTENT_TYPES } from '../value.js';

type Header = (typeof HEADERS)[keyof typeof HEADERS];

/** What each header holds but the type, which tells the messages apart; all of them are texts. */
const HELD: Record<Exclude<Header, typeof HEADERS.type>, JsonObject> = {
  [HEADERS.specVersion]: { const: '1.0' },
  [HEADERS.id]: { minLength: 1, description: 'Unique for its source; a repetition keeps it.' },
  [HEADERS.source]: { minLength: 1, description: 'The name of the service that sends.' },
  [HEADERS.time]: { format: 'date-time' },
  [HEADERS.contentType]: {
    enum: Object.values(CONTENT_TYPES),
    default: CONTENT_TYPES.json,
    description: 'The form of the value. JSON is the proto3 JSON mapping of the messages in proto/saga/v1.',
  },
  [HEADERS.sagaId]: { pattern: SAGA_ID.source, description: "The saga's id." },
  [HEADERS.step]: { pattern: STEP_NAME.source, description: "The step's name." },
  [HEADERS.attempt]: { pattern: '^[1-9]\\d*$', description: 'Counts the attempts at the step, from 1.' },
  [HEADERS.direction]: { enum: ['do', 'undo'], description: 'undo for a compensation.' },
  [HEADERS.due]: { format: 'date-time', description: 'Until when the reply is waited for.' },
  [HEADERS.causationId]: { minLength: 1, description: 'The ce_id of the command.' },
  [HEADERS.redriveOf]: { description: 'The dead letter that an operator has sent again as this message.' },
  [HEADERS.tenant]: { description: 'Whose message it is, where tenants share the topic.' },
  [HEADERS.traceparent]: { description: 'W3C trace context.' },
  [HEADERS.tracestate]: { description: 'W3C trace context.' },
};

const { specVersion, id, source, type, time, contentType, redriveOf, tenant, traceparent, tracestate } =
  HEADERS;
const ALWAYS = [specVersion, id, source, type];
const OPTIONAL = [time, contentType, redriveOf, tenant, traceparent, tracestate];

/** Which headers a message has beside those that all have. */
export interface OwnHeaders {
  /** What its type is. */
  type: JsonObject;
  required?: readonly Header[];
  optional?: readonly Header[];
}

/** The JSON Schemas of the headers, by their names; they are the same wherever they are. */
export function sharedHeaderSchemas(): JsonObject {
  const shared = Object.entries(HELD).map(([name, held]) => [name, { type: 'string', ...held }]);
  return Object.fromEntries(shared) as JsonObject;
}

/** The JSON Schema of a message's headers. */
export function headerSchema({ type: held, required = [], optional = [] }: OwnHeaders): JsonObject {
  const names = [...ALWAYS, ...required, ...OPTIONAL, ...optional];
  const properties = names.map((name) => [
    name,
    name === type ? { type: 'string', ...held } : { $ref: `#/components/schemas/${name}` },
  ]);
  return {
    type: 'object',
    required: [...ALWAYS, ...required],
    properties: Object.fromEntries(properties) as JsonObject,
  };
}
