/**
 * A value that is known only when the saga runs, written down as the path by which an expression reads it. Its fields
 * are references themselves: `steps.reserve.total` in TypeScript becomes `${ steps.reserve.total }`.
 */
export type Reference<T> = { readonly [VALUE]?: T } & (T extends readonly unknown[]
  ? unknown
  : T extends object
    ? { readonly [K in keyof T]-?: Reference<T[K]> }
    : unknown);

declare const VALUE: unique symbol;

/** A value of type T in an input: itself, a reference to one, or an object of such. */
export type Given<T> = T | Reference<T> | (T extends object ? { [K in keyof T]: Given<T[K]> } : never);

const PATH = Symbol('the path that a reference stands for');

/** The reference that stands for a path, such as `input` or `steps.reserve`. */
export function referenceTo<T>(path: string): Reference<T> {
  return new Proxy(
    {},
    {
      get: (_target, field) => {
        if (field === PATH) return path;
        return typeof field === 'string' ? referenceTo(`${path}${accessor(field)}`) : undefined;
      },
    },
  ) as Reference<T>;
}

/** A CEL expression as a value of type T: for all that is more than reading a path. */
export function expression<T>(source: string): Reference<T> {
  return referenceTo(source);
}

/** The path or expression that a reference stands for; undefined for any other value. */
export function sourceOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? (value as { [PATH]?: string })[PATH] : undefined;
}

function accessor(field: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`;
}
