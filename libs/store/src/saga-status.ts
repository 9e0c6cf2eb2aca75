/** What SQL says of sagas that have ended, and of those that have not. */
export const FINISHED = `status IN ('completed', 'compensated', 'compensated-verified')`;
export const UNFINISHED = `status IN ('running', 'compensating', 'needs-attention')`;
