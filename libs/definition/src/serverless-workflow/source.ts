import type { Json } from '../json.js';
import { isJsonObject } from '../json.js';
import { escaped, type Ledger } from './ledger.js';

/**
 * A part of the document that is being imported. Every way of reading it keeps the books: what is read counts as
 * mapped, and what has the wrong form becomes a fault, with a harmless value in its place.
 */
export class Source {
  constructor(
    readonly value: unknown,
    readonly path: string,
    readonly ledger: Ledger,
  ) {}

  /** A field that may be missing. */
  field(name: string): Source | undefined {
    const fields = this.object();
    return Object.hasOwn(fields, name) ? this.below(name, fields[name]) : undefined;
  }

  /** A field that has to be there. */
  required(name: string): Source {
    const field = this.field(name);
    if (field) return field;
    if (isJsonObject(this.value)) this.below(name, undefined).fault(`"${name}" is missing`, `add "${name}"`);
    return this.below(name, undefined);
  }

  has(name: string): boolean {
    return this.field(name) !== undefined;
  }

  fields(): [string, Source][] {
    return Object.entries(this.object()).map(([name, value]) => [name, this.below(name, value)]);
  }

  items(): Source[] {
    if (!Array.isArray(this.value)) {
      this.expected('a list');
      return [];
    }
    if (this.value.length === 0) this.cover();
    return this.value.map((value, i) => this.below(String(i), value));
  }

  /** The one field of an object: how the DSL writes a task with its name in a list. */
  only(): [string, Source] {
    const fields = this.fields();
    if (fields.length === 1) return fields[0]!;
    if (isJsonObject(this.value))
      this.fault('is not one name with what it stands for', 'write one "name: ..." in each item');
    return ['', this.below('', undefined)];
  }

  text(): string {
    this.cover();
    if (typeof this.value === 'string') return this.value;
    this.expected('a text');
    return '';
  }

  flag(): boolean {
    this.cover();
    if (typeof this.value !== 'boolean') this.expected('true or false');
    return this.value === true;
  }

  /** A whole number that is not negative. */
  count(): number {
    this.cover();
    if (Number.isSafeInteger(this.value) && Number(this.value) >= 0) return Number(this.value);
    this.expected('a whole number');
    return 0;
  }

  /** The part as it stands. */
  whole(): Json {
    this.cover();
    return (this.value ?? null) as Json;
  }

  /** Counts the part as accounted for, with all that is in it. */
  cover(): void {
    this.ledger.cover(this.path);
  }

  /** The part is left out of the saga. */
  leaveOut(what: string, why: string, fix: string): void {
    this.cover();
    this.tell(what, why, fix);
  }

  /** The part is in the saga, but something remains to be seen to; `field` names what the document could say. */
  tell(what: string, why: string, fix: string, field = ''): void {
    this.ledger.tell({ path: this.path + field, what, why, fix });
  }

  fault(message: string, fix: string): void {
    this.ledger.blame({ path: this.path, message, fix });
  }

  private object(): Record<string, unknown> {
    if (!isJsonObject(this.value)) {
      this.expected('an object');
      return {};
    }
    if (Object.keys(this.value).length === 0) this.cover();
    return this.value;
  }

  private below(name: string, value: unknown): Source {
    return new Source(value, `${this.path}/${escaped(name)}`, this.ledger);
  }

  /** What is missing altogether has been said to be missing. */
  private expected(what: string): void {
    this.cover();
    if (this.value !== undefined)
      this.fault(`${kindOf(this.value)} where ${what} is expected`, `write ${what}`);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', boolean: 'true or false' }[typeof value as string] ?? 'an object'
  );
}
