/** What is used of the syntax tree of a parsed CEL expression; `args` holds nodes, names and values. */
export interface SyntaxNode {
  op: string;
  args: unknown;
  /** How the node is evaluated: by itself, as the tree that a macro expands to, or by the macro. */
  meta: Evaluation & { alternate?: SyntaxNode; macro?: Evaluation };
}

export interface Evaluation {
  evaluate(evaluator: unknown, node: unknown, context: unknown): unknown;
}

/** A path that an expression reads, such as `steps.reserve.total`; `guarded` when inside `has(...)`. */
export interface Reference {
  path: string[];
  guarded: boolean;
}

/** Every path that is read below `root`. */
export function referencesOf(root: SyntaxNode): Reference[] {
  const found: Reference[] = [];
  const visit = (node: SyntaxNode, guarded: boolean): void => {
    const path = pathOf(node);
    if (path) return void found.push({ path, guarded });
    for (const child of childrenOf(node)) visit(child, guarded || calledName(node) === 'has');
  };
  visit(root, false);
  return found;
}

/** The names of all functions and macros that are called below `root`. */
export function callsOf(root: SyntaxNode): string[] {
  const own = calledName(root);
  return [...(own === undefined ? [] : [own]), ...childrenOf(root).flatMap(callsOf)];
}

export function childrenOf({ args }: SyntaxNode): SyntaxNode[] {
  const nodesIn = (part: unknown): SyntaxNode[] => {
    if (Array.isArray(part)) return part.flatMap(nodesIn);
    return typeof part === 'object' && part !== null && 'op' in part ? [part as SyntaxNode] : [];
  };
  return nodesIn(args);
}

/** The name of the function or macro that a node calls, if it is a call. */
export function calledName({ op, args }: SyntaxNode): string | undefined {
  return op === 'call' || op === 'rcall' ? (args as [string])[0] : undefined;
}

/** Whether a node takes one field or element, of its first child. */
export function isAccess({ op }: SyntaxNode): boolean {
  return op === '.' || op === '[]';
}

/** `a.b.c` or `a['b']` as a list of names; undefined for anything else. */
function pathOf(node: SyntaxNode): string[] | undefined {
  if (node.op === 'id') return [node.args as string];
  if (!isAccess(node)) return undefined;
  const [target, field] = node.args as [SyntaxNode, string | SyntaxNode];
  const name = typeof field === 'string' ? field : field.op === 'value' ? field.args : undefined;
  const base = typeof name === 'string' ? pathOf(target) : undefined;
  return base && [...base, name as string];
}
