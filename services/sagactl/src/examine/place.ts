import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';

/** A place in a text, counted from 1 as editors do. */
export interface Place {
  line: number;
  column: number;
}

/**
 * Finds the places of JSON pointers in a YAML (or JSON) text that is known to parse. A pointer to what is missing
 * gives the place of the innermost thing around it that is there.
 */
export function placesIn(text: string): (pointer: string) => Place {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return (pointer) => {
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0] ?? 0;
    for (const segment of segmentsOf(pointer)) {
      if (isAlias(node)) node = node.resolve(document);
      const found = childOf(node, segment);
      if (!found) break;
      [node, offset] = [found.node, found.offset];
    }
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A field is where its name stands, an element where it begins. */
function childOf(node: unknown, segment: string): { node: unknown; offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((each: Pair) => isScalar(each.key) && String(each.key.value) === segment);
    return pair && isScalar(pair.key) ? { node: pair.value, offset: pair.key.range![0] } : undefined;
  }
  const item = isSeq(node) ? node.items[Number(segment)] : undefined;
  const range = (item as { range?: [number, number, number] } | undefined)?.range;
  return range && { node: item, offset: range[0] };
}
