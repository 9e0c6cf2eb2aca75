import {
  type EachNode,
  ExpressionError,
  type Json,
  type JsonObject,
  MAX_RENDERED_BYTES,
} from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { advance, isHalted } from './forward.js';
import { giveUp } from './give-up.js';
import { evaluate, render, unrenderable } from './scope.js';

interface Progress {
  next: number;
  open: number[];
}

/**
 * Keeps as many items under way as may be. It looks at those that something has happened to, and at no others: there
 * may be ten thousands, and thousands of them under way.
 */
export function advanceEach(d: DecisionInProgress, node: EachNode, path: string): boolean {
  const step = d.state.steps.get(path);
  if (step?.action.status === 'succeeded') return true;
  if (step?.action.status === 'failed') {
    giveUp(d, node, path, step.action.failure!);
    return false;
  }
  if (!step && !begin(d, node, path)) return false;
  const { input, output } = d.state.steps.get(path)!.action;
  const before = output as unknown as Progress;
  const items = input.items as Json[];
  let { next } = before;
  const isUnderWay = (item: number) => !advance(d, node.flow, `${path}[${item}].`);
  const touched = d.itemsTouched(path);
  const open = before.open.filter((item) => (touched && !touched.has(item)) || isUnderWay(item));
  while (open.length < node.concurrency && next < items.length && !isHalted(d, node, path)) {
    const item = next++;
    if (isUnderWay(item)) open.push(item);
  }
  if (next !== before.next || open.length !== before.open.length)
    d.record({ type: 'each-progressed', step: path, direction: 'do', attempt: 1, next, open });
  return next === items.length && open.length === 0 && end(d, node, path, items);
}

function begin(d: DecisionInProgress, node: EachNode, path: string): boolean {
  try {
    const items = evaluate(node.list, d.reader(path));
    if (!Array.isArray(items))
      throw new ExpressionError(node.list.source, `gives ${JSON.stringify(items)}, a list is needed`);
    d.record({ type: 'each-started', step: path, direction: 'do', attempt: 1, input: { items } });
    return true;
  } catch (error) {
    giveUp(d, node, path, unrenderable(error));
    return false;
  }
}

function end(d: DecisionInProgress, node: EachNode, path: string, items: Json[]): boolean {
  try {
    const output: JsonObject = { count: items.length };
    if (node.output) output.results = results(d, node, path, items);
    d.record({ type: 'step-succeeded', step: path, direction: 'do', attempt: 1, output });
    return true;
  } catch (error) {
    giveUp(d, node, path, unrenderable(error));
    return false;
  }
}

function results(d: DecisionInProgress, { output }: EachNode, path: string, items: Json[]): Json[] {
  let bytes = 0;
  return items.map((_item, i) => {
    const result = render(output!, d.reader(`${path}[${i}].`));
    bytes += JSON.stringify(result).length;
    if (bytes > MAX_RENDERED_BYTES)
      throw new ExpressionError(
        '…',
        `the results take more than the ${MAX_RENDERED_BYTES} bytes that are allowed`,
      );
    return result;
  });
}
