import { randomUUID } from 'node:crypto';
import type { Exchange } from './exchange.js';
import type { Breach, Need, Rule } from './rule.js';
import { ANSWERS } from './rules/answers.js';
import { DEAD_LETTERS } from './rules/dead-letters.js';
import { EVERY_ANSWER } from './rules/every-answer.js';
import { MESSAGES } from './rules/messages.js';
import { ORDER } from './rules/order.js';
import { STATUS_QUERIES } from './rules/status-queries.js';
import { THREE_RULES } from './rules/three-rules.js';
import type { Subject } from './subject.js';
import { Trial } from './trial.js';

/** Rules that are tried side by side, each with sagas of its own. */
const SIDE_BY_SIDE: readonly Rule[] = [
  ...THREE_RULES,
  ...MESSAGES,
  ...DEAD_LETTERS,
  ...ORDER,
  ...STATUS_QUERIES,
];

/** All that a participant has to keep, in the order of the report. */
export const RULES: readonly Rule[] = [ANSWERS, ...SIDE_BY_SIDE, ...EVERY_ANSWER];

/** What came of a rule. One that could not be tried says why. */
export type Finding = { rule: Rule } & (
  { result: 'kept' } | { result: 'broken'; breach: Breach } | { result: 'not-tried'; because: string }
);

/** What each need is called on the command line. */
const OPTIONS: Record<Need, string> = {
  undo: '--undo',
  status: '--status',
  refusedInput: '--refused-input',
  slowInput: '--slow-input',
};

/**
 * Tries every rule on a running participant. `tried` is told how many are done.
 * Rejects when the broker can't be reached.
 */
export async function verify(
  exchange: Exchange,
  subject: Subject,
  tried: (count: number) => void = () => undefined,
): Promise<Finding[]> {
  const run = `verify-${randomUUID().slice(0, 8)}`;
  let count = 0;
  const attempt = async (rule: Rule): Promise<Finding> => {
    const missing = (rule.needs ?? []).filter((need) => subject[need] === undefined);
    if (missing.length > 0) {
      const options = missing.map((need) => OPTIONS[need]).join(' and ');
      return { rule, result: 'not-tried', because: `needs ${options}` };
    }
    const breach = await rule.check(new Trial(exchange, subject, `${run}-${rule.name}`));
    tried(++count);
    return breach ? { rule, result: 'broken', breach } : { rule, result: 'kept' };
  };
  const answers = await attempt(ANSWERS);
  if (answers.result === 'broken') {
    const others = RULES.filter((rule) => rule !== ANSWERS);
    const because = 'there is no use in it unless the command is done';
    return [answers, ...others.map((rule) => ({ rule, result: 'not-tried', because }) as const)];
  }
  const findings = await Promise.all(SIDE_BY_SIDE.map(attempt));
  return [answers, ...findings, ...(await Promise.all(EVERY_ANSWER.map(attempt)))];
}
