import type { operations } from './gen/operations.js';

/** The verbs of a coordinator. */
export type OperationName = keyof operations;

type In<Part> = [Part] extends [never]
  ? object
  : NonNullable<Part> extends never
    ? object
    : NonNullable<Part>;
type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : object;
type ContentOf<Answer> = Answer extends { content: infer Content } ? Content[keyof Content] : never;

/** What an operation asks for, all fields in one object, wherever REST has them. */
export type RequestOf<Name extends OperationName> = In<operations[Name]['parameters']['path']> &
  In<operations[Name]['parameters']['query']> &
  BodyOf<operations[Name]>;

/** What an operation answers with. */
export type AnswerOf<Name extends OperationName> = ContentOf<operations[Name]['responses'][200]>;
