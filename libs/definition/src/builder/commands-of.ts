import type { JsonObject } from '../json.js';
import type { ValueOf } from './reference.js';

/** A command that a step sends; one that `isBeside` it (status, verify, reread) need not have a handler of its own. */
export interface Asked {
  command: string;
  input: unknown;
  output: object | void;
  isBeside: boolean;
}

/** A command that is sent with `Sent` and gives `Reply`; a reply that nobody has told anything of may be left out. */
export type AskedBy<
  Command extends string,
  Sent,
  Reply extends object = JsonObject,
  IsBeside extends boolean = false,
> = {
  command: Exclude<Command, 'none'>;
  input: ValueOf<Sent>;
  output: JsonObject extends Reply ? Reply | void : Reply;
  isBeside: IsBeside;
};

declare const ASKED: unique symbol;

/** Says to the compiler which commands a step sends. */
export type Asks<Step extends string, Command extends Asked> = {
  readonly [ASKED]: { readonly [Name in Step]: Command };
};

/** All that is asked in a flow, as outputs tell it along with what later steps can read. */
export type AskedIn<Outputs> = Outputs extends { readonly [ASKED]: infer Steps }
  ? { readonly [ASKED]: Steps }
  : unknown;

/** A definition of which the compiler knows the commands. */
export interface Asking<Outputs> {
  /** For the compiler alone. */
  readonly [TOLD]?: AskedIn<Outputs>;
}
declare const TOLD: unique symbol;

type CommandsIn<Definition> = Definition extends { readonly [TOLD]?: infer Told }
  ? Told extends { readonly [ASKED]: infer Steps }
    ? Extract<Steps[keyof Steps], Asked>
    : never
  : never;

/**
 * The commands of sagas that were written with `saga({ name, input: input<Order>() }, …)`, for `handlersFor` of the
 * participant SDK: `CommandsOf<typeof placeOrder>`, or of several sagas `CommandsOf<typeof placeOrder | typeof returnOrder>`.
 * A command that several steps send has the inputs of all of them; one beside a step may be left without a handler.
 */
export type CommandsOf<Definition> = {
  [
    Command in CommandsIn<Definition> as Command extends { isBeside: false } ? Command['command'] : never
  ]: Pick<Command, 'input' | 'output'>;
} & {
  [
    Command in CommandsIn<Definition> as Command extends { isBeside: true } ? Command['command'] : never
  ]?: Pick<Command, 'input' | 'output'>;
};
