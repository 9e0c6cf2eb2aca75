import type { Step } from '@saga/definition';
import { countSteps } from './outline.js';

const command = (name: string): Step => ({ name, command: `trips.${name}` });

it('counts the steps in groups, and no groups', () => {
  expect(
    countSteps([
      command('a'),
      { name: 'side', parallel: { branches: { left: [command('b')], right: [command('c')] } } },
      { name: 'choice', choose: [{ steps: [command('d')] }] },
      { name: 'ways', try: [{ steps: [command('e')] }, { steps: [] }] },
      {
        name: 'all',
        each: {
          in: 'input.all',
          steps: [{ name: 'poll', repeat: { until: 'true', atMost: 2, steps: [command('f')] } }],
        },
      },
      { name: 'pause', delay: '1s' },
    ]),
  ).toBe(7);
});
