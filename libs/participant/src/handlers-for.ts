import type { JsonObject } from '@saga/contracts';
import type { CommandHandler, CommandHandlers } from './handler.js';

/**
 * The commands of definitions with what they are sent and what has to come of them: `CommandsOf<typeof placeOrder>` of
 * `@saga/definition`, or what `sagactl types` writes of YAML.
 */
export type CommandMap<Commands> = { [Name in keyof Commands]: { input: unknown; output: unknown } };

/** The participants that are asked for something in a map of commands. */
export type ParticipantsOf<Commands> = keyof Commands extends infer Name
  ? Name extends `${infer Participant}.${string}`
    ? Participant
    : never
  : never;

type NamesOf<Commands, Participant extends string> = Extract<keyof Commands, `${Participant}.${string}`>;

/** The handler of one command of a map. */
export type HandlerOf<Tx, Command> = Command extends { input: infer Input; output: infer Output }
  ? CommandHandler<Tx, Input, Output>
  : never;

/** A handler for each command of a participant; those beside a step may be left out. */
export type HandlersOf<Commands, Participant extends string, Tx> = {
  [Name in keyof Pick<Commands, NamesOf<Commands, Participant>>]: HandlerOf<Tx, NonNullable<Commands[Name]>>;
};

/**
 * Handlers that the compiler checks against the definitions whose commands they do: each command of the participant is
 * there, none is misspelt, and takes and gives what the definitions say. It checks types and nothing at run time: what
 * is sent by another version of a definition still has to be looked at.
 *
 * `handlersFor<CommandsOf<typeof placeOrder>, PoolClient>()('payments', { 'payments.charge': … })`; the second type is
 * the barrier's `tx`.
 */
export function handlersFor<Commands extends CommandMap<Commands>, Tx = unknown>() {
  return <Participant extends ParticipantsOf<Commands>>(
    _participant: Participant,
    handlers: HandlersOf<Commands, Participant, Tx>,
  ): CommandHandlers<Tx> => handlers as CommandHandlers<Tx>;
}

/** What a handler of a class gets and gives, such as a method with `@SagaCommandHandler`: `InputOf<Commands, 'payments.charge'>`. */
export type InputOf<Commands, Name extends keyof Commands> =
  NonNullable<Commands[Name]> extends { input: infer Input } ? Input : JsonObject;
