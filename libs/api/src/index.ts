export { ApiClient, type CallOptions, queryOf } from './api-client.js';
export { NoCoordinator, type Problem, RequestRefused } from './errors.js';
export type { components } from './gen/operations.js';
export type { AnswerOf, OperationName, RequestOf } from './request.js';
