/** One thing that is wrong with a definition: where, what, and what to do. `path` is a JSON pointer. */
export interface Fault {
  path: string;
  message: string;
  fix: string;
}

/** Thrown with all faults of a definition at once. */
export class InvalidDefinition extends Error {
  constructor(readonly faults: Fault[]) {
    super(
      `invalid saga definition:\n${faults.map((f) => `  ${f.path || '/'}: ${f.message} (${f.fix})`).join('\n')}`,
    );
    this.name = 'InvalidDefinition';
  }
}
