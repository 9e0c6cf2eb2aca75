import type { Command, Json, JsonObject } from '@saga/contracts';

/** What a handler sees of a command. `id` is the same for each delivery of the same attempt. */
export type ParticipantCommand = Pick<
  Command,
  'id' | 'name' | 'sagaId' | 'step' | 'attempt' | 'direction' | 'input'
>;

/** Something to tell the world, published if and only if the handler's transaction commits. */
export interface EmittedEvent {
  topic: string;
  type: string;
  data: Json;
  /** Events of one key keep their order. Default: the id of the saga. */
  key?: string;
}

export interface CommandContext<Tx> {
  /** The barrier's transaction: what is written through it stays if and only if the command succeeds. */
  tx: Tx;
  /** Publishes an event with the reply. Throws `MalformedMessage` for an event that can't be written as one. */
  emit(event: EmittedEvent): void;
}

/**
 * Does one command. Returns the output for the saga (nothing means `{}`).
 * Throws `BusinessFailure` to refuse; any other error means that it broke and may be tried again.
 */
export type CommandHandler<Tx> = (
  command: ParticipantCommand,
  context: CommandContext<Tx>,
) => Promise<JsonObject | void> | JsonObject | void;

/** Handlers by the name of their command, `<participant>.<action>`. */
export type CommandHandlers<Tx> = Record<string, CommandHandler<Tx>>;
