/** What the program ends with, as `grep` and most linters have it: faults found, or it could not do its work. */
export const EXIT = { ok: 0, faults: 1, trouble: 2 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
