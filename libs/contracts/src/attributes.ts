import { HEADERS, type Headers, invalidHeader, optionalHeader, requiredHeader } from './headers.js';
import type { TraceContext } from './messages.js';
import type { ReceivedMessage } from './record.js';
import { CONTENT_TYPES, type ValueFormat } from './value.js';

/** The CloudEvents attributes that every message has. */
export interface Attributes {
  id: string;
  source: string;
  type: string;
  time: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/** What of a message goes into the headers that every message has. */
export interface Described extends TraceContext {
  id: string;
  time: string;
}

/** The headers that every message has: its attributes, its place in a trace and the format of its value. */
export function writeAttributes(
  { id, time, traceparent, tracestate }: Described,
  source: string,
  type: string,
  format: ValueFormat,
): Headers {
  const headers: Headers = {
    [HEADERS.specVersion]: '1.0',
    [HEADERS.id]: id,
    [HEADERS.source]: source,
    [HEADERS.type]: type,
    [HEADERS.time]: time,
    [HEADERS.contentType]: CONTENT_TYPES[format],
  };
  if (traceparent) headers[HEADERS.traceparent] = traceparent;
  if (tracestate) headers[HEADERS.tracestate] = tracestate;
  return headers;
}

/**
 * A message's attributes and its place in a trace. A message without ce_time has the time of its Kafka record.
 * @throws MalformedMessage when one is missing or invalid
 */
export function readAttributes(message: ReceivedMessage): Attributes & { trace: TraceContext } {
  const { headers, timestamp } = message;
  const specVersion = requiredHeader(headers, HEADERS.specVersion, '1.0');
  if (specVersion !== '1.0') {
    throw invalidHeader(HEADERS.specVersion, `is "${specVersion}"`, 'send CloudEvents 1.0 in binary mode');
  }
  return {
    id: requiredHeader(headers, HEADERS.id, 'an id that is unique for its source'),
    source: requiredHeader(headers, HEADERS.source, 'the name of the service that sends the message'),
    type: requiredHeader(headers, HEADERS.type, 'the type of the message'),
    time: readTime(headers, timestamp),
    trace: readTrace(headers),
  };
}

function readTime(headers: Headers, timestamp: number): string {
  return timeIn(HEADERS.time, optionalHeader(headers, HEADERS.time) ?? recordTime(timestamp));
}

/** @throws MalformedMessage unless the text of a header is a time */
export function timeIn(name: string, text: string | undefined): string {
  if (text !== undefined && TIME.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const fix = `set the header ${name} to a time as in 2026-01-31T12:00:00Z (RFC 3339)`;
  throw invalidHeader(name, text ? `is "${text}"` : 'is missing', fix);
}

/** Undefined when the producer set a timestamp that is no time. */
function recordTime(timestamp: number): string | undefined {
  const time = new Date(timestamp);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The trace context; one that is broken is left out, since it is no reason to refuse a message. */
function readTrace(headers: Headers): TraceContext {
  const traceparent = headers[HEADERS.traceparent];
  if (!traceparent || !TRACEPARENT.test(traceparent)) return {};
  const tracestate = headers[HEADERS.tracestate];
  return tracestate && TRACESTATE.test(tracestate) ? { traceparent, tracestate } : { traceparent };
}

/** @throws MalformedMessage when a message is of another type than the one that is expected here */
export function requireType(type: string, expected: string): void {
  if (type !== expected) {
    throw invalidHeader(HEADERS.type, `is "${type}"`, `set the header ${HEADERS.type} to ${expected}`);
  }
}
