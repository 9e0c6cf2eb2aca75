import { SetMetadata } from '@nestjs/common';

/** The metadata key under which a method's command is kept. */
export const SAGA_COMMAND = Symbol('saga-command');

/**
 * Marks a provider's method as the handler of a command, `<participant>.<action>`. It is called as any
 * `CommandHandler`: with the command and the context.
 */
export function SagaCommandHandler(commandName: string): MethodDecorator {
  return SetMetadata(SAGA_COMMAND, commandName);
}
