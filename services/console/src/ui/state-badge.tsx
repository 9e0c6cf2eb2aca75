import type { SagaState } from '../api/saga.js';
import { STATE_WORDS, TONE_OF_STATE } from '../words/tone.js';
import './state-badge.css';

export function StateBadge({ state }: { state: SagaState }) {
  return (
    <span className="state-badge" data-tone={TONE_OF_STATE[state]}>
      {STATE_WORDS[state]}
    </span>
  );
}
