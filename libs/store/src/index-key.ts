import { createHash } from 'node:crypto';

const LONGEST = 400;

/**
 * The form in which a text from outside goes into an indexed column: Postgres takes no U+0000 in a text, and
 * no index entry above some 2,700 bytes. Equal texts have equal forms; nearly all texts are their own form.
 */
export const indexKey = indexKeyWithin(LONGEST);

/** The same where several texts share an index: so many characters at the most. */
export function indexKeyWithin(longest: number): (text: string) => string {
  return (text) =>
    text.length > longest ? createHash('sha256').update(text).digest('hex') : withoutNul(text);
}

/** A text as Postgres takes it. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}

/** Which of these texts have their form among `keys`. */
export function textsOf(texts: string[], keys: Iterable<string>): Set<string> {
  const known = new Set(keys);
  return new Set(texts.filter((text) => known.has(indexKey(text))));
}
