import { HttpException } from '@nestjs/common';

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
