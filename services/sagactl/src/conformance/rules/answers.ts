import type { Rule } from '../rule.js';
import { scripted, succeeds } from '../script.js';

/** Without it nothing else can be tried. */
export const ANSWERS: Rule = {
  ...{ name: 'answers', section: 'replies' },
  says: 'does a command and answers it',
  check: scripted((trial) => [[trial.asked(), succeeds]]),
};
