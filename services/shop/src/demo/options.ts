import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Orders a second. */
  rate: number;
  /** How many orders; Infinity to go on until Ctrl-C. */
  orders: number;
  /** End when all orders are done, with the books checked. */
  exit: boolean;
  coordinators: number;
  /** Fraction of the orders that some service must refuse. */
  refused: number;
  /** Fraction of the commands that break on purpose. */
  broken: number;
  inMemory: boolean;
  help: boolean;
}

export const USAGE = `Runs the whole demo: Kafka, Postgres, the coordinator, the shop's four services, and orders.

Usage: npm start [-- <options>]
  --rate <n>          orders a second (default 20; with --orders as fast as they can be placed)
  --orders <n>        stop placing orders after n (default: go on until Ctrl-C)
  --exit              end when all orders are done: check the books, exit 1 if they don't balance
  --coordinators <n>  coordinators side by side, 1 to 8 (default 1)
  --refused <f>       fraction of orders that a service refuses, 0 to 1 (default 0.2)
  --broken <f>        fraction of commands that break on purpose, 0 to 1 (default 0.05)
  --in-memory         no Kafka: everything in one process on the in-memory bus
  --help              this text

KAFKA_BROKERS and DATABASE_URL name running servers to use in place of starting some;
OTEL_EXPORTER_OTLP_ENDPOINT says where to send traces.`;

/** Reads the command line. Throws an error that names the option and what it must be. */
export function readOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string' },
      orders: { type: 'string' },
      exit: { type: 'boolean', default: false },
      coordinators: { type: 'string', default: '1' },
      refused: { type: 'string', default: '0.2' },
      broken: { type: 'string', default: '0.05' },
      'in-memory': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const orders = values.orders === undefined ? Infinity : number('orders', values.orders, 1, 10_000_000);
  if (values.exit && orders === Infinity)
    throw new Error('--exit needs --orders: say how many orders to run');
  return {
    orders,
    exit: values.exit,
    rate:
      values.rate === undefined
        ? orders === Infinity
          ? 20
          : Infinity
        : number('rate', values.rate, 1, 100_000),
    coordinators: number('coordinators', values.coordinators, 1, 8),
    refused: number('refused', values.refused, 0, 1),
    broken: number('broken', values.broken, 0, 1),
    inMemory: values['in-memory'],
    help: values.help,
  };
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  const whole = most > 1;
  if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return value;
  throw new Error(
    `--${name} is "${text}": it must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
  );
}
