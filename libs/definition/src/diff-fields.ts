import { isJsonObject, type Json } from './json.js';

/** A field that is different; null stands for one that is not there. */
export interface FieldDifference {
  /** Such as `retry.attempts`, or `choose[1].when`. */
  field: string;
  from: Json;
  to: Json;
}

/** The innermost fields in which two objects differ. */
export function fieldDifferences(from: object, to: object): FieldDifference[] {
  return differences('', from as Json, to as Json);
}

function differences(field: string, from: Json | undefined, to: Json | undefined): FieldDifference[] {
  if (isJsonObject(from) && isJsonObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) =>
      differences(field === '' ? name : `${field}.${name}`, from[name], to[name]),
    );
  }
  if (Array.isArray(from) && Array.isArray(to) && !(arePlain(from) && arePlain(to))) {
    const longest = Math.max(from.length, to.length);
    return Array.from({ length: longest }, (_, i) => differences(`${field}[${i}]`, from[i], to[i])).flat();
  }
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  return [{ field, from: from ?? null, to: to ?? null }];
}

/** A list of texts or numbers is told as a whole. */
function arePlain(list: Json[]): boolean {
  return list.every((each) => typeof each !== 'object' || each === null);
}
