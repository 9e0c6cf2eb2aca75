import type { DeadLetterCause } from './messages.js';

/** The kinds of fault that a message can have. */
export type FaultCode =
  | 'missing-header'
  | 'invalid-header'
  | 'unsupported-content-type'
  | 'missing-value'
  | 'value-too-large'
  | 'malformed-json'
  | 'malformed-protobuf'
  | 'invalid-value';

/** A message that breaks the contract: which header or path in the value is at fault, and what to do about it. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';

  /**
   * @param code the kind of fault
   * @param field the header ("ce_sagaid") or the path in the value ("input.amount") at fault
   * @param problem what is wrong with the field, to be read after its name
   * @param fix what the sender must do
   */
  constructor(
    readonly code: FaultCode,
    readonly field: string,
    problem: string,
    readonly fix: string,
  ) {
    // What was sent is quoted in the problem, and may be long. A cut can leave half a surrogate pair, which Protobuf
    // can't write: the way through UTF-8 replaces it.
    super(Buffer.from(`${field} ${problem.slice(0, 300)}: ${fix}`).toString());
  }

  /** The fault as a dead letter tells it. */
  toCause(): DeadLetterCause {
    return { code: this.code, message: this.message, field: this.field, fix: this.fix };
  }
}
