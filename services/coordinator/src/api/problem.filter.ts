import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { BusLog } from '@saga/bus';
import { isTransient } from '@saga/store';
import { type Observable, throwError } from 'rxjs';
import { grpcProblem } from '../operations/grpc-problem.js';
import { Problem } from './problem.js';

interface Answer {
  status(code: number): Answer;
  type(mime: string): Answer;
  json(body: unknown): void;
}

/** Answers every error as problem details, and none with what the inside of the coordinator looks like. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: BusLog) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    const problem = this.problemOf(error);
    if (host.getType() === 'rpc') return throwError(() => grpcProblem(problem));
    const answer = host.switchToHttp().getResponse<Answer>();
    answer.status(problem.getStatus()).type('application/problem+json').json(problem.getResponse());
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    // What the body parser finds comes wrapped by Nest.
    const origin = error instanceof HttpException && error.cause ? error.cause : error;
    const { type, status, message } = origin as { type?: string; status?: number; message?: string };
    if (type === 'entity.too.large')
      return new Problem(
        413,
        'body-too-large',
        'the body is larger than 1 MiB: keep large data elsewhere and send a reference',
      );
    if (type?.startsWith('entity.') || type?.endsWith('.unsupported'))
      return new Problem(400, 'malformed-body', `the body is not what content-type says: ${message}`);
    if (error instanceof HttpException)
      return new Problem(error.getStatus(), 'request-refused', error.message);
    if (status && status < 500) return new Problem(status, 'request-refused', message ?? 'refused');
    if (isTransient(error)) {
      this.log.warn({ err: error }, 'a request failed for want of the database');
      return new Problem(503, 'database-unavailable', 'the database does not answer: try again in a moment');
    }
    this.log.error({ err: error }, 'a request failed');
    return new Problem(500, 'internal-error', 'something went wrong in the coordinator; its log says what');
  }
}
