import { MalformedMessage } from './malformed-message.js';

/** The Kafka headers of a message: CloudEvents attributes (binary mode), our extensions, W3C trace context. */
export const HEADERS = {
  specVersion: 'ce_specversion',
  id: 'ce_id',
  source: 'ce_source',
  type: 'ce_type',
  time: 'ce_time',
  contentType: 'content-type',
  sagaId: 'ce_sagaid',
  step: 'ce_sagastep',
  attempt: 'ce_sagaattempt',
  direction: 'ce_sagadirection',
  due: 'ce_sagadue',
  causationId: 'ce_causationid',
  redriveOf: 'ce_sagaredriveof',
  tenant: 'ce_tenant',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
} as const;

export type Headers = Record<string, string>;

// A client that decodes bytes which are not UTF-8 leaves U+FFFD; control characters have no place in a header.
const UNREADABLE = /[\p{Control}\ufffd\p{Surrogate}]/u;

/**
 * The text of a header that must be there.
 * @param meaning what to set the header to, for the error's fix
 * @throws MalformedMessage when it is missing, empty or unreadable
 */
export function requiredHeader(headers: Headers, name: string, meaning: string): string {
  const text = optionalHeader(headers, name);
  if (text === undefined) {
    throw new MalformedMessage('missing-header', name, 'is missing', `set the header ${name} to ${meaning}`);
  }
  return text;
}

/**
 * The text of a header, undefined when it is missing or empty.
 * @throws MalformedMessage when it is unreadable
 */
export function optionalHeader(headers: Headers, name: string): string | undefined {
  const text = headers[name];
  if (!text) return undefined;
  if (UNREADABLE.test(text)) {
    throw invalidHeader(
      name,
      'is not readable text',
      `encode the header ${name} as UTF-8 without control characters`,
    );
  }
  return text;
}

/** The error for a header whose text is not what it must be. */
export function invalidHeader(name: string, problem: string, fix: string): MalformedMessage {
  return new MalformedMessage('invalid-header', name, problem, fix);
}
