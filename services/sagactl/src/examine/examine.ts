import {
  compile,
  type Fault,
  InvalidDefinition,
  parseDefinition,
  type SagaDefinition,
} from '@saga/definition';
import type { Terminal } from '../terminal.js';
import { type Place, placesIn } from './place.js';
import { readSource, UnreadableSource } from './read-source.js';

/** A fault, with its place in the text where there is one. */
export type PlacedFault = Fault & Partial<Place>;

/** What is known of a file: a sound definition, one with faults, or a text that can't be read as one. */
export type Finding =
  | { file: string; status: 'ok'; definition: SagaDefinition }
  | { file: string; status: 'faulty' | 'unreadable'; faults: PlacedFault[] };

/** Reads and checks a file, or standard input if it is called `-`, as the coordinator would at its registration. */
export async function examine(file: string, terminal: Terminal): Promise<Finding> {
  let text: string;
  let written: unknown;
  try {
    text = await readSource(file, terminal);
    written = parseDefinition(text);
  } catch (error) {
    return { file, status: 'unreadable', faults: faultsOf(error) };
  }
  try {
    return { file, status: 'ok', definition: compile(written, 1).definition };
  } catch (error) {
    const placeOf = placesIn(text);
    const faults = faultsOf(error).map((fault) => ({ ...fault, ...placeOf(fault.path) }));
    faults.sort((a, b) => a.line - b.line || a.column - b.column);
    return { file, status: 'faulty', faults };
  }
}

function faultsOf(error: unknown): Fault[] {
  if (error instanceof InvalidDefinition) return error.faults;
  if (error instanceof UnreadableSource) return [{ path: '', message: error.message, fix: error.fix }];
  throw error;
}
