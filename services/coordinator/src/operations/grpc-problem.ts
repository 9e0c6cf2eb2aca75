import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import type { Problem } from '../api/problem.js';

const STATUS: Record<number, status> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.FAILED_PRECONDITION,
  413: status.RESOURCE_EXHAUSTED,
  422: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};

/** A refusal as gRPC tells it: the problem details that REST answers with are its metadata `problem-bin`, as JSON. */
export function grpcProblem(problem: Problem): Partial<ServiceError> {
  const metadata = new Metadata();
  metadata.set('problem-bin', Buffer.from(JSON.stringify(problem.getResponse())));
  return { code: STATUS[problem.getStatus()] ?? status.INTERNAL, details: problem.message, metadata };
}
