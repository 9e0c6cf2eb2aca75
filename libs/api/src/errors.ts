import type { components } from './gen/operations.js';

/** Why a request is refused (RFC 9457), with each field at fault. */
export type Problem = components['schemas']['Problem'];

/** Thrown when no coordinator answers at an address. */
export class NoCoordinator extends Error {
  constructor(url: string, reason: string) {
    super(
      `no coordinator answers at ${url}: ${reason}\n  fix: start one, or name another by --url or SAGA_URL`,
    );
    this.name = 'NoCoordinator';
  }
}

/** Thrown when the coordinator refuses a request; the message says all of why, and what to do. */
export class RequestRefused extends Error {
  constructor(readonly problem: Problem) {
    super([`${problem.detail} (${problem.code})`, ...fixes(problem)].join('\n'));
    this.name = 'RequestRefused';
  }
}

function fixes({ detail, errors = [] }: Problem): string[] {
  return errors.flatMap(({ field, message, fix }) => [
    ...(detail.includes(message) ? [] : [`  ${message}`]),
    `  at ${field}${fix === undefined ? '' : `; fix: ${fix}`}`,
  ]);
}
