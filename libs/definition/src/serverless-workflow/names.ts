import { isIdentifier } from './value.js';

/** The words of a name, however it is put together: `getPetById`, `get-pet-by-id`, `Get pet by id`. */
export function wordsOf(name: string): string[] {
  const ascii = name.normalize('NFKD').replace(/\p{Mark}/gu, '');
  const words = ascii.match(/[A-Z]+(?![a-z])\d*|[A-Za-z][a-z]*\d*|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** As the name of a saga, a signal, or a part of a command's name is written; undefined when no letter is left. */
export function kebab(name: string): string | undefined {
  const text = wordsOf(name)
    .join('-')
    .replace(/^[0-9-]+/, '');
  return text === '' ? undefined : text.slice(0, 60).replace(/-+$/, '');
}

const LONGEST = 40;
/** What expressions read beside steps and items, and what CEL calls its types and functions. */
const NO_VARIABLES = new Set([
  ...['input', 'steps', 'index', 'round', 'reply', 'reread', 'failure', 'event', 'signal'],
  ...['bool', 'bytes', 'cel', 'double', 'dyn', 'has', 'int', 'list', 'map', 'size', 'string', 'type', 'uint'],
]);

/** Gives out names as steps and items have them, each only once. */
export class Names {
  private readonly given = new Set<string>();

  /** A step's name: the one that is written, or the nearest that a step can have. */
  step(written: string): string {
    return this.unique(written, (name) => isIdentifier(name) && !(name in Object.prototype));
  }

  /** What the items of a loop are called in expressions. */
  item(written: string): string {
    return this.unique(written, (name) => isIdentifier(name) && !NO_VARIABLES.has(name));
  }

  private unique(written: string, isPossible: (name: string) => boolean): string {
    const name = /^[a-z][A-Za-z0-9_]{0,39}$/.test(written) ? written : camelCase(written);
    let free = name;
    for (let i = 2; this.given.has(free) || !isPossible(free); i++) free = `${name}${i}`;
    this.given.add(free);
    return free;
  }
}

function camelCase(written: string): string {
  const words = wordsOf(written).map((word) => word[0]!.toUpperCase() + word.slice(1));
  const text = words.join('').slice(0, LONGEST);
  if (!/^[A-Za-z]/.test(text)) return `step${text}`;
  return text[0]!.toLowerCase() + text.slice(1);
}
