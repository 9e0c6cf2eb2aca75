import { Environment } from '@marcbachmann/cel-js';

const LIMITS = {
  maxAstNodes: 500,
  maxDepth: 32,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 16,
};

/**
 * The functions and macros that expressions may call. CEL's others are left out because their cost cannot be
 * foreseen (`matches`, `lastIndexOf`, `join`, `duration`) or because they look at the machine's time zone.
 */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['has', 'size', 'string', 'int', 'double', 'bool', 'dyn', 'bind'],
  ...['contains', 'startsWith', 'endsWith', 'indexOf', 'substring', 'split'],
  ...['lowerAscii', 'upperAscii', 'trim'],
  ...['all', 'exists', 'exists_one', 'map', 'filter'],
]);

const environments = new Map<string, Environment>();

/** Variables that hold whatever a list holds, or a number; all others that exist are objects. */
const OBJECTS = new Set(['input', 'steps', 'reply', 'reread', 'failure', 'event', 'signal']);

/** The CEL environment in which exactly these variables can be read. */
export function environmentFor(variables: readonly string[]): Environment {
  const key = variables.join();
  let environment = environments.get(key);
  if (!environment) {
    environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS });
    for (const variable of variables)
      environment.registerVariable(variable, OBJECTS.has(variable) ? 'map' : 'dyn');
    mixIntegersAndDoubles(environment);
    environments.set(key, environment);
  }
  return environment;
}

/** JSON knows one kind of number, CEL two that don't mix: without this, `input.quantity * 2` would be refused. */
function mixIntegersAndDoubles(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (a: number | bigint, b: number | bigint) => apply(Number(a), Number(b));
    environment.registerOperator(`double ${sign} int`, mixed);
    environment.registerOperator(`int ${sign} double`, mixed);
  }
  environment.registerOperator('double % double', (a: number, b: number) => a % b);
}
