import type { Command, Json, JsonObject } from '@saga/contracts';

/** What a handler sees of a command. `id` is the same for each delivery of the same attempt. */
export type ParticipantCommand<Input = JsonObject> = Pick<
  Command,
  'id' | 'name' | 'sagaId' | 'step' | 'attempt' | 'direction'
> & { input: Input };

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
  /**
   * Aborted when there is no more use in going on: the saga is undoing the step, has waited for the reply as long as
   * it does, or this process ends. Whatever is thrown then, the work is rolled back.
   */
  signal: AbortSignal;
  /** Publishes an event with the reply. Throws `MalformedMessage` for an event that can't be written as one. */
  emit(event: EmittedEvent): void;
  /**
   * Tells the saga how far the command is, from 0 to 1: the time for its reply begins anew. Call it as often as you
   * like, it is sent at most once a second.
   */
  progress(fraction: number, note?: string): void;
  /** Names the effect in the effect ledger, such as the payment's number. Default: the hash of the output. */
  effect(id: string): void;
}

/**
 * Does one command. Returns the output for the saga (nothing means `{}`).
 * Throws `BusinessFailure` to refuse; any other error means that it broke and may be tried again.
 */
export type CommandHandler<Tx, Input = JsonObject, Output = JsonObject | void> = (
  command: ParticipantCommand<Input>,
  context: CommandContext<Tx>,
) => Promise<Output> | Output;

/** Handlers by the name of their command, `<participant>.<action>`. */
export type CommandHandlers<Tx> = Record<string, CommandHandler<Tx>>;
