/** What stands for a value of type T that is known only when the saga runs. */
export interface Stands<T> {
  readonly [VALUE]?: T;
}

declare const VALUE: unique symbol;

/**
 * A value that is known only when the saga runs, written down as the path by which an expression reads it. Its fields
 * are references themselves: `steps.reserve.total` in TypeScript becomes `${ steps.reserve.total }`.
 */
export type Reference<T> = Stands<T> &
  (T extends readonly unknown[]
    ? unknown
    : T extends object
      ? { readonly [K in keyof T]-?: Reference<T[K]> }
      : unknown);

/** A value of type T in an input: itself, a reference to one, or an object of such. */
export type Given<T> = T | Reference<T> | (T extends object ? { [K in keyof T]: Given<T[K]> } : never);

/** What a value in an input will be when the saga runs. */
export type ValueOf<T> =
  T extends Stands<infer Value> ? Value : T extends object ? { [K in keyof T]: ValueOf<T[K]> } : T;

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

/**
 * A CEL expression as a value of type T: for all that is more than reading a path. Written as a template, what it
 * reads is checked by the compiler: ``expression<boolean>`${steps.score.points} >= 700` ``.
 */
export function expression<T>(source: string | TemplateStringsArray, ...parts: unknown[]): Reference<T> {
  return referenceTo(
    typeof source === 'string' ? source : String.raw({ raw: source.raw }, ...parts.map(written)),
  );
}

/** The path or expression that a reference stands for; undefined for any other value. */
export function sourceOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? (value as { [PATH]?: string })[PATH] : undefined;
}

/** A part of an expression: a path as it is, another expression in parentheses, JSON as the literal it is in CEL. */
function written(part: unknown): string {
  const source = sourceOf(part);
  if (source === undefined) return JSON.stringify(part);
  return /^[\w.]+$/.test(source) ? source : `(${source})`;
}

function accessor(field: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`;
}
