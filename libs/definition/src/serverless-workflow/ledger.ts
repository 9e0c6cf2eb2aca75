import type { Fault } from '../fault.js';

/** A part of a workflow that a saga does not say, or that somebody has to see to. `path` is a JSON pointer. */
export interface NotMapped {
  path: string;
  what: string;
  why: string;
  fix: string;
}

/**
 * Keeps the books of an import: which parts of the document were read, which were left out and why, and which are
 * wrong. What was neither read nor left out is found in the end, so that nothing is dropped in silence.
 */
export class Ledger {
  private readonly wrong = new Map<string, Fault>();
  private readonly covered = new Set<string>();
  private readonly entries = new Map<string, NotMapped>();

  get faults(): Fault[] {
    return [...this.wrong.values()];
  }

  /** Something has the wrong form; the same is told once. */
  blame(fault: Fault): void {
    this.wrong.set(JSON.stringify(fault), fault);
  }

  /** The part, with all that is in it, has found its way into the saga, or is accounted for otherwise. */
  cover(path: string): void {
    this.covered.add(path);
  }

  /** Somebody has to see to something; the same is told once. */
  tell(entry: NotMapped): void {
    this.entries.set(JSON.stringify(entry), entry);
  }

  /** All entries, in the order of the document, those for what nobody has read among them. */
  notMapped(document: unknown): NotMapped[] {
    const unread = this.unread(document, '') ?? [''];
    for (const path of unread)
      this.tell({
        path,
        what: path.slice(path.lastIndexOf('/') + 1),
        why: 'the import does not know it',
        fix: 'see whether the saga needs it',
      });
    const places = placesOf(document);
    const place = ({ path }: NotMapped) => places.get(existing(path, places))!;
    return [...this.entries.values()].sort((a, b) => place(a) - place(b));
  }

  /** What is not covered below a path, as few pointers as can say it; undefined when nothing below it is. */
  private unread(value: unknown, path: string): string[] | undefined {
    if (this.covered.has(path)) return [];
    const below = childrenOf(value).map(([name, child]) => {
      const at = `${path}/${escaped(name)}`;
      return { at, unread: this.unread(child, at) };
    });
    if (below.every(({ unread }) => unread === undefined)) return undefined;
    return below.flatMap(({ at, unread }) => unread ?? [at]);
  }
}

/** The name of a field as it stands in a JSON pointer. */
export function escaped(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

export function childrenOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** Every path of a document, numbered in its order. */
function placesOf(document: unknown): Map<string, number> {
  const places = new Map<string, number>();
  const visit = (value: unknown, path: string): void => {
    places.set(path, places.size);
    for (const [name, child] of childrenOf(value)) visit(child, `${path}/${escaped(name)}`);
  };
  visit(document, '');
  return places;
}

/** The innermost part of the document that a path leads to. */
function existing(path: string, places: ReadonlyMap<string, number>): string {
  return places.has(path) ? path : existing(path.slice(0, path.lastIndexOf('/')), places);
}
