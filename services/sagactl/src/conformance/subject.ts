import type { JsonObject } from '@saga/contracts';

/** What is known of the participant that is tried. */
export interface Subject {
  participant: string;
  /** A command of its, which succeeds with `input`. */
  command: string;
  /** Each text `{saga}` in it stands for the id of the saga. */
  input: JsonObject;
  /** What undoes the command. */
  undo?: string;
  /** What asks for its state. */
  status?: string;
  /** An input that it refuses. */
  refusedInput?: JsonObject;
  /** An input with which it takes long. */
  slowInput?: JsonObject;
}
