import type { Rule } from '../rule.js';
import { asLine, isRefused, isTooLate, scripted, succeeds, tells } from '../script.js';

const section = 'status-queries';

/** What a participant says when it is asked what became of a step. */
export const STATUS_QUERIES: readonly Rule[] = [
  {
    ...{ name: 'status-not-done', section, needs: ['status'] },
    says: 'says not-done of a step that it was never asked for, and does it later all the same',
    check: scripted((trial) => [
      [trial.inquiry(), tells('not-done')],
      [trial.asked(), succeeds],
    ]),
  },
  {
    ...{ name: 'status-done', section, needs: ['status'] },
    says: 'says done of what it has done, with its output',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.inquiry(), tells('done', 1)],
    ]),
  },
  {
    ...{ name: 'status-anew', section, needs: ['status'] },
    says: 'answers a query anew each time, also one that comes again',
    check: scripted((trial) => [
      [trial.inquiry(), tells('not-done')],
      [trial.asked(), succeeds],
      [trial.inquiry(), tells('done', 2)],
      [trial.asked(), asLine(2)],
    ]),
  },
  {
    ...{ name: 'status-undone', section, needs: ['status', 'undo'] },
    says: 'says never of what is undone, and keeps to it',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.undone(), succeeds],
      [trial.inquiry(), tells('never')],
      [trial.asked(), isTooLate],
    ]),
  },
  {
    ...{ name: 'status-refused', section, needs: ['status', 'refusedInput'] },
    says: 'says never of what it has refused',
    check: scripted((trial) => {
      const input = trial.subject.refusedInput!;
      return [
        [trial.asked({ input }), isRefused],
        [trial.inquiry(), tells('never')],
      ];
    }),
  },
];
