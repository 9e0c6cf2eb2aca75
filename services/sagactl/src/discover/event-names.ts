/** The step that observes all events has this name. */
const TAKEN = 'choreography';
const MAX_LENGTH = 90;

/**
 * Names for the events of a choreography, by their types: `order.placed` is `orderPlaced`, and only `placed` where all
 * types begin with `order.`.
 */
export function eventNames(types: readonly string[]): string[] {
  const split = types.map((type) => type.split(/[^A-Za-z0-9]+/).filter((word) => word !== ''));
  const shared = sharedWords(split);
  const given = new Set([TAKEN]);
  return split.map((words) => {
    const name = camelCase(words.slice(shared));
    let unique = name;
    for (let i = 2; given.has(unique); i++) unique = `${name}${i}`;
    given.add(unique);
    return unique;
  });
}

/** A definition's name, after the type that starts it. */
export function definitionName(type: string): string {
  const name = type
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return name.slice(0, MAX_LENGTH) || 'discovered';
}

/** How many words all begin with, one word left to each at the least. */
function sharedWords(split: string[][]): number {
  const [first = []] = split;
  const most = Math.min(...split.map(({ length }) => length)) - 1;
  let shared = 0;
  while (split.length > 1 && shared < most && split.every((words) => words[shared] === first[shared]))
    shared++;
  return shared;
}

function camelCase(words: string[]): string {
  const [first = 'event', ...others] = words;
  const name = [lowerFirst(first), ...others.map((word) => word[0]!.toUpperCase() + word.slice(1))].join('');
  return (/^[a-z]/.test(name) ? name : `event${name}`).slice(0, MAX_LENGTH);
}

/** `OrderPlaced` begins small, and so does `URL`. */
function lowerFirst(word: string): string {
  return /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word[0]!.toLowerCase() + word.slice(1);
}
