/** What a caller must be at least: a viewer only looks, an operator acts on sagas, an admin on all else. */
export type Role = 'viewer' | 'operator' | 'admin';

/** How a verb of the coordinator is offered. */
export interface OperationOptions {
  /** The path in REST, below `/v1`, its parameters as `:name`; one of the two. */
  get?: string;
  post?: string;
  role: Role;
  /** The field of the request that is the whole body in REST, if one is. */
  body?: string;
  /** Whether REST answers 201 when something was made. */
  creates?: boolean;
  /** The content type of the answer in REST, if it is not plain JSON. */
  type?: string;
}

/** Under which a handler's name and OperationOptions are kept. */
export const OPERATION = Symbol('operation');
/** Under which a handler's index of the parameter that is the request is kept. */
export const ASKED = Symbol('asked');
