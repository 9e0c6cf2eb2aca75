/** Where a participant tells what happens to it. A pino logger fits; default: nowhere. */
export interface Log {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/** Says nothing. */
export const silent: Log = { info() {}, warn() {}, error() {} };
