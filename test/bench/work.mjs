const step = (name, input) => ({ name, command: `${name}.do`, input, compensate: `${name}.undo` });

/** Three steps of a small input, one after the other. What is spent is told for each saga. */
export const THREE_STEPS = {
  definition: {
    name: 'three-steps',
    steps: ['alpha', 'beta', 'gamma'].map((name) =>
      step(name, { order: '${ input.order }', amount: '${ input.amount }' }),
    ),
  },
  inputOf: (i) => ({ order: `order-${i}`, amount: i, note: 'x'.repeat(100) }),
  commands: 3,
  units: 1,
};

/** One step for each of so many items, ten at a time. What is spent is told for each item. */
export function eachOf(items) {
  return {
    definition: {
      name: 'each',
      steps: [
        {
          name: 'items',
          each: { in: 'input.items', steps: [step('alpha', { item: '${ item.id }' })], concurrency: 10 },
        },
      ],
    },
    inputOf: () => ({ items: Array.from({ length: items }, (_, i) => ({ id: `item-${i}` })) }),
    commands: items,
    units: items,
  };
}
