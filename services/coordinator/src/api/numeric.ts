/** A query has texts only; one that is no number stays as it came, for the error to show. */
export function numeric({ value }: { value: unknown }): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}
