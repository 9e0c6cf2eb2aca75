import type { DeadLetterCause } from '@saga/contracts';

/** Why something can't be done to a dead letter. */
export type RefusalCode =
  | 'unknown-dead-letter'
  | 'dead-letter-closed'
  | 'already-handled'
  | 'not-redrivable'
  | 'fix-not-applicable'
  | 'still-malformed';

/** What was asked can't be done to a dead letter; nothing was. */
export class LetterRefusal extends Error {
  override readonly name = 'LetterRefusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly field?: string,
    readonly fix?: string,
  ) {
    super(message);
  }

  toCause(): DeadLetterCause {
    const { code, message, field, fix } = this;
    return { code, message, field, fix };
  }
}

export function unknownLetter(id: string): LetterRefusal {
  return new LetterRefusal('unknown-dead-letter', `there is no dead letter ${id}`);
}
