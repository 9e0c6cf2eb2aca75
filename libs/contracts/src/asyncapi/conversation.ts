import type { Direction, Json } from '../messages.js';

/** What the sagas of a definition say to others, and what they want to hear. */
export interface Conversation {
  definition: string;
  /** Null where it is not known. */
  version: number | null;
  /** `input` is a template: a text `${ … }` in it stands for whatever an expression gives. */
  commands: { name: string; direction: Direction; step: string; input: Json }[];
  /** Events that undo. */
  publishes: { topic: string; type: string; step: string; data: Json }[];
  /** Events that a step waits for or, where that is null, that start a saga. */
  hears: { topic: string; type: string; step: string | null }[];
}

/** Whose sagas say something. */
export type Speaker = Pick<Conversation, 'definition' | 'version'>;

export function speakerInWords({ definition, version }: Speaker): string {
  return version === null ? definition : `${definition}, version ${version}`;
}
