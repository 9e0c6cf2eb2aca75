import { applyDecorators, Get, Header, HttpCode, Post, SetMetadata, type Type } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { OperatorService } from '@saga/contracts/operator';
import { ASKED, OPERATION, type OperationOptions } from './metadata.js';

/** A verb as it was declared: `name` is that of the rpc in OperatorService and of the operation in OpenAPI. */
export interface Operation extends OperationOptions {
  name: string;
  method: 'get' | 'post';
  path: string;
  /** The class of its request; undefined if it asks for nothing. */
  request: Type | undefined;
}

/**
 * Offers a method of a controller for `v1` as a verb: one route in REST and one rpc of OperatorService, which
 * share its request, its answer and its refusals. Its request is the parameter marked with `@Asked()`.
 */
export function Operation(name: string, options: OperationOptions): MethodDecorator {
  const route = options.post === undefined ? Get(options.get) : Post(options.post);
  return applyDecorators(
    SetMetadata(OPERATION, { name, ...options }),
    GrpcMethod(OperatorService.name, name),
    route,
    ...(options.post === undefined ? [] : [HttpCode(200)]),
    ...(options.type === undefined ? [] : [Header('content-type', options.type)]),
  );
}

/** The verbs of controllers, in the order in which they are declared. */
export function operationsOf(controllers: Type[]): Operation[] {
  return controllers.flatMap(({ prototype }: { prototype: Record<string, object> }) =>
    Object.getOwnPropertyNames(prototype).flatMap((key) => {
      const declared = Reflect.getMetadata(OPERATION, prototype[key]!) as
        (OperationOptions & { name: string }) | undefined;
      if (!declared) return [];
      const method = declared.post === undefined ? ('get' as const) : ('post' as const);
      const path = `/v1/${declared[method]}`;
      const index = Reflect.getMetadata(ASKED, prototype, key) as number | undefined;
      const parameters = Reflect.getMetadata('design:paramtypes', prototype, key) as Type[];
      const request = index === undefined ? undefined : parameters[index];
      return [{ ...declared, method, path, request }];
    }),
  );
}
