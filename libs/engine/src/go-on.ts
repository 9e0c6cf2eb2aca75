import { goBack } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { goForward } from './forward.js';

/** Takes the next steps in whichever direction the saga is going. */
export function goOn(d: DecisionInProgress): void {
  if (d.state.status === 'running') goForward(d);
  else if (d.state.status === 'compensating') goBack(d);
}
