import type { Direction, Outcome } from '@saga/contracts';
import type { PlacedOrder } from '../generator/order-mix.js';
import type { HandCoordinator, Question } from './hand-coordinator.js';

const PLAN = [
  { step: 'open', name: 'orders.open', undo: 'orders.cancel' },
  { step: 'reserve', name: 'inventory.reserve', undo: 'inventory.release' },
  { step: 'charge', name: 'payments.charge', undo: 'payments.refund' },
  { step: 'ship', name: 'shipping.book', undo: 'shipping.cancel' },
  { step: 'confirm', name: 'orders.confirm', undo: undefined },
];

/**
 * Takes an order through the shop as its saga would, each command sent twice: step by step, broken ones again,
 * and back again when one is refused. Resolves with the refusal's code, undefined when the order is confirmed.
 */
export async function placeOrderByHand(
  coordinator: HandCoordinator,
  order: PlacedOrder,
): Promise<string | undefined> {
  const sagaId = order.orderId;
  const insist = (step: string, name: string, direction: Direction = 'do') =>
    askUntilDecided(coordinator, { sagaId, step, name, direction, input: order });
  for (const [index, { step, name }] of PLAN.entries()) {
    const outcome = await insist(step, name);
    if (outcome.result === 'success') continue;
    for (const done of PLAN.slice(0, index).reverse()) {
      if (done.undo) await insist(done.step, done.undo, 'undo');
    }
    return outcome.failure.code;
  }
  return undefined;
}

/** Asks, each time twice, until the answer is no breakdown. */
export async function askUntilDecided(
  coordinator: HandCoordinator,
  question: Omit<Question, 'attempt'>,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const ask = () => coordinator.ask({ ...question, attempt });
    const [outcome] = await Promise.all([ask(), ask()]);
    if (outcome.result !== 'technical') return outcome;
  }
}
