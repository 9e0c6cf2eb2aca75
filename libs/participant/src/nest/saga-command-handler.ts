import { SetMetadata } from '@nestjs/common';
import type { HandlerOf } from '../handlers-for.js';

/** The metadata key under which a method's command is kept. */
export const SAGA_COMMAND = Symbol('saga-command');

/**
 * Marks a provider's method as the handler of a command, `<participant>.<action>`. It is called as any
 * `CommandHandler`: with the command and the context.
 */
export function SagaCommandHandler(commandName: string): MethodDecorator {
  return SetMetadata(SAGA_COMMAND, commandName);
}

/**
 * A `SagaCommandHandler` that the compiler checks against definitions, as it does `handlersFor`: it takes the names of
 * their commands alone, and methods that take and give what they say.
 * `const Handles = sagaCommandHandler<CommandsOf<typeof placeOrder>, PoolClient>();`
 */
export function sagaCommandHandler<Commands, Tx = unknown>() {
  return <Name extends keyof Commands & string>(command: Name) =>
    <Method extends HandlerOf<Tx, NonNullable<Commands[Name]>>>(
      provider: object,
      name: string | symbol,
      method: TypedPropertyDescriptor<Method>,
    ): void =>
      void SagaCommandHandler(command)(provider, name, method);
}
