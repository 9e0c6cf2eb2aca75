import { createHash } from 'node:crypto';
import type { Direction, Json } from './messages.js';

/** One effect of a command, as a participant's effect ledger has it. */
export interface EffectEntry {
  participant: string;
  /** A ledger has several chains, each with its own order. */
  chain: number;
  sagaId: string;
  step: string;
  direction: Direction;
  attempt: number;
  /** The command's name. */
  command: string;
  commandId: string;
  /** What the handler calls the effect, or the hash of its output. */
  effect: string;
  time: string;
}

/** An entry in its place: `hash` is that of the entry together with `previous`, the hash of the entry before. */
export interface LinkedEffect {
  /** From 1 in each chain, without gaps. */
  position: number;
  entry: EffectEntry;
  previous: string;
  hash: string;
}

/** What the first entry of a chain has for the hash of the one before. */
export const FIRST_LINK = '0'.repeat(64);

/** JSON in one form only: fields in the order of their names, no white space. Equal values have equal texts. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name]!)}`).join(',')}}`;
}

/** SHA-256 in hex of a value's canonical JSON. */
export function hashOf(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** What is written round the previous hash to be hashed: a database can do so without asking for that hash first. */
export function roundPrevious(entry: EffectEntry): [before: string, after: string] {
  return [`{"entry":${canonicalJson({ ...entry })},"previous":"`, '"}'];
}

/** The hash of an entry that comes after the one with the hash `previous`. */
export function linkHash(entry: EffectEntry, previous: string): string {
  return hashOf({ entry: { ...entry }, previous });
}
