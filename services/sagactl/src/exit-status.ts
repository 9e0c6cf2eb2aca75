/**
 * What the program ends with, as `grep` and most linters have it: faults found, or it could not do its work; and, of
 * an import, that something of it is left to see to.
 */
export const EXIT = { ok: 0, faults: 1, trouble: 2, partial: 3 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
