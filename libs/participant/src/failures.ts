import type { Failure, Json } from '@saga/contracts';

const LONGEST_MESSAGE = 2_000;

/**
 * A refusal by the participant's own rules: sold out, card declined. It is final: nothing of the handler's
 * transaction stays, and the saga turns to compensating instead of trying again.
 */
export class BusinessFailure extends Error {
  /** @param code stable, in kebab-case: definitions and dashboards refer to it */
  constructor(
    readonly code: string,
    message: string,
    readonly details?: Json,
  ) {
    super(message);
    this.name = 'BusinessFailure';
  }
}

/**
 * Something broke; the coordinator decides by the step's retry policy whether to ask again. Any error that is
 * not a `BusinessFailure` counts as one; throw this class to choose the code that the policy sees.
 */
export class TechnicalFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details?: Json,
  ) {
    super(message);
    this.name = 'TechnicalFailure';
  }
}

/** The `failure` of a technical reply for whatever was thrown. Only the message leaves the service, no stack. */
export function technicalFailureOf(error: unknown): Failure {
  if (error instanceof TechnicalFailure) return failureOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected-error', message: message.slice(0, LONGEST_MESSAGE) };
}

/** The `failure` of a reply as its thrower put it. */
export function failureOf({ code, message, details }: BusinessFailure | TechnicalFailure): Failure {
  return details === undefined ? { code, message } : { code, message, details };
}
