import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { CommandHandler, CommandHandlers } from '../handler.js';
import { SAGA_COMMAND } from './saga-command-handler.js';

/** Finds the methods marked with `@SagaCommandHandler` in all providers of the application. */
@Injectable()
export class CommandHandlerDiscovery {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** The handlers of one participant by command. Throws when two methods claim the same command. */
  handlersOf(participant: string): CommandHandlers<unknown> {
    const handlers: CommandHandlers<unknown> = {};
    const owners = new Map<string, string>();
    for (const { command, owner, handler } of this.markedMethods()) {
      if (!command.startsWith(`${participant}.`)) continue;
      const other = owners.get(command);
      if (other) throw new Error(`${command} has two handlers, ${other} and ${owner}: remove one`);
      owners.set(command, owner);
      handlers[command] = handler;
    }
    return handlers;
  }

  private *markedMethods(): Generator<{ command: string; owner: string; handler: CommandHandler<unknown> }> {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const provider = instance as Record<string, CommandHandler<unknown>>;
      for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(provider))) {
        const method = provider[name];
        const command = method && this.reflector.get<string | undefined>(SAGA_COMMAND, method);
        if (!method || !command) continue;
        yield { command, owner: `${provider.constructor.name}.${name}`, handler: method.bind(provider) };
      }
    }
  }
}
