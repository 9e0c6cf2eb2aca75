import type { SagaState } from '../api/saga.js';

/** What a colour and an icon stand for; each has custom properties of its name in tones.css. */
export type Tone = 'active' | 'good' | 'turning' | 'undone' | 'bad' | 'quiet';

export const TONE_OF_STATE: Readonly<Record<SagaState, Tone>> = {
  running: 'active',
  compensating: 'turning',
  completed: 'good',
  compensated: 'undone',
  'compensated-verified': 'undone',
  'needs-attention': 'bad',
};

export const STATE_WORDS: Readonly<Record<SagaState, string>> = {
  running: 'running',
  compensating: 'compensating',
  completed: 'completed',
  compensated: 'compensated',
  'compensated-verified': 'compensated, verified',
  'needs-attention': 'needs attention',
};
