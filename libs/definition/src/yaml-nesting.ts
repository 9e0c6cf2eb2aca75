import { type CST, Parser } from 'yaml';

/**
 * Whether a YAML text nests deeper than `limit` levels. Asked before the text is composed, which recurses: far
 * down the stack the engine's regular expressions can't be compiled any more, and that ends the whole process.
 * The tokens are made, and walked here, without recursion.
 */
export function nestsDeeperThan(limit: number, text: string): boolean {
  let level: CST.Token[] = [...new Parser().parse(text)];
  for (let depth = 0; depth <= limit; depth++) {
    level = level.flatMap(childrenOf);
    if (level.length === 0) return false;
  }
  return true;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter((each) => each !== null && each !== undefined),
  );
}
