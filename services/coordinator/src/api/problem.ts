import { HttpException } from '@nestjs/common';
import type { DeadLetterCause } from '@saga/contracts';

/** One field of a request that is wrong, and what to do about it. */
export interface FieldProblem {
  field: string;
  message: string;
  fix?: string;
}

/** An answer to a request that can't be served, in the form of RFC 9457. `code` is stable. */
export class Problem extends HttpException {
  constructor(status: number, code: string, detail: string, errors?: FieldProblem[]) {
    super(
      {
        type: `https://saga-coordinator.dev/errors/${code}`,
        title: code.replaceAll('-', ' '),
        status,
        code,
        detail,
        errors,
      },
      status,
    );
  }
}

/** A request with one field that is wrong. */
export function invalidField(field: string, message: string, fix: string): Problem {
  return new Problem(400, 'invalid-request', message, [{ field, message, fix }]);
}

/** A request that can't be done, for a reason that may be about one field. */
export function refused(status: number, { code, message, field, fix }: DeadLetterCause): Problem {
  return new Problem(status, code, message, field === undefined ? undefined : [{ field, message, fix }]);
}
