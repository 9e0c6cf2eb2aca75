import type { Rule } from '../rule.js';
import { asLine, hasNothingToDo, isRefused, isTooLate, scripted, succeeds } from '../script.js';

const section = 'the-three-rules-of-a-participant';

/** What makes an effect happen once, whatever comes how often and in which order. */
export const THREE_RULES: readonly Rule[] = [
  {
    ...{ name: 'repetition', section },
    says: 'answers a command that comes again as it did at first',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.asked(), asLine(1)],
    ]),
  },
  {
    ...{ name: 'later-attempt', section },
    says: 'answers a later attempt at what is done as the one that did it',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.asked({ attempt: 2 }), asLine(1)],
      [trial.asked({ attempt: 1 }), asLine(1)],
    ]),
  },
  {
    ...{ name: 'first-attempt-lost', section },
    says: 'does what it is asked for by a later attempt, and answers earlier ones alike',
    check: scripted((trial) => [
      [trial.asked({ attempt: 3 }), succeeds],
      [trial.asked({ attempt: 2 }), asLine(1)],
    ]),
  },
  {
    ...{ name: 'compensation', section, needs: ['undo'] },
    says: 'undoes what it has done',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.undone(), succeeds],
    ]),
  },
  {
    ...{ name: 'compensation-repeated', section, needs: ['undo'] },
    says: 'answers a compensation that comes again, or its later attempt, as it did at first',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.undone(), succeeds],
      [trial.undone(), asLine(2)],
      [trial.undone({ attempt: 2 }), asLine(2)],
    ]),
  },
  {
    ...{ name: 'compensation-first', section, needs: ['undo'] },
    says: 'has nothing to undo when a compensation comes first, and does not do the step after it',
    check: scripted((trial) => [
      [trial.undone(), hasNothingToDo],
      [trial.asked(), isTooLate],
      [trial.asked({ attempt: 2 }), isTooLate],
    ]),
  },
  {
    ...{ name: 'command-after-compensation', section, needs: ['undo'] },
    says: 'does not do a step again that is undone',
    check: scripted((trial) => [
      [trial.asked(), succeeds],
      [trial.undone(), succeeds],
      [trial.asked(), isTooLate],
      [trial.asked({ attempt: 2 }), isTooLate],
    ]),
  },
  {
    ...{ name: 'steps-apart', section, needs: ['undo'] },
    says: 'does a step although another one of the same saga is undone',
    check: scripted((trial) => [
      [trial.undone({ step: 'other' }), hasNothingToDo],
      [trial.asked(), succeeds],
    ]),
  },
  {
    ...{ name: 'refusal', section, needs: ['refusedInput'] },
    says: 'refuses by a business failure, and answers the same again when the command comes again',
    check: scripted((trial) => {
      const input = trial.subject.refusedInput!;
      return [
        [trial.asked({ input }), isRefused],
        [trial.asked({ input }), asLine(1)],
      ];
    }),
  },
  {
    ...{ name: 'refusal-undone', section, needs: ['undo', 'refusedInput'] },
    says: 'has nothing to undo after a refusal',
    check: scripted((trial) => {
      const input = trial.subject.refusedInput!;
      return [
        [trial.asked({ input }), isRefused],
        [trial.undone({ input }), hasNothingToDo],
      ];
    }),
  },
  {
    ...{ name: 'refusal-reconsidered', section, needs: ['refusedInput'] },
    says: 'decides anew about a later attempt at what it has refused',
    check: scripted((trial) => [
      [trial.asked({ input: trial.subject.refusedInput! }), isRefused],
      [trial.asked({ attempt: 2 }), succeeds],
    ]),
  },
];
