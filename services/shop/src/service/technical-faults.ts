import { TechnicalFailure, type Barrier } from '@saga/participant';
import { chanceOf } from './chance.js';

/**
 * For demos and tests: breaks a fraction of the commands after their work is done and before it is committed,
 * the worst moment there is. Which ones follows from the command's id, so that another attempt may pass.
 */
export function withTechnicalFaults<Tx>(barrier: Barrier<Tx>, rate: number): Barrier<Tx> {
  if (rate === 0) return barrier;
  return {
    ...barrier,
    pass: (command, passage) =>
      barrier.pass(command, {
        ...passage,
        async run(tx) {
          const settlement = await passage.run(tx);
          if (chanceOf(command.id) < rate) {
            throw new TechnicalFailure('injected-fault', 'broken on purpose by SHOP_TECHNICAL_FAILURE_RATE');
          }
          return settlement;
        },
      }),
  };
}
