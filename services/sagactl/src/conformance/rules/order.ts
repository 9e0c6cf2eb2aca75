import type { Answer, Sent } from '../exchange.js';
import { answerInWords, sentInWords } from '../in-words.js';
import type { Breach, Rule } from '../rule.js';
import type { Trial } from '../trial.js';

const section = 'repetition-and-order';
const SAGAS = 10;
const STEPS = 4;

/** That commands of one saga are handled one after the other, and sagas don't wait for each other for good. */
export const ORDER: readonly Rule[] = [
  {
    ...{ name: 'order', section },
    says: 'handles the commands of a saga in their order, whatever others send in between',
    check: async (trial) => {
      const commands = rounds((saga, round) => trial.asked({ saga: `${saga}`, step: `step-${round}` }));
      await trial.exchange.send(commands);
      return inOrder(trial, commands);
    },
  },
  {
    ...{ name: 'compensation-behind', section, needs: ['undo'] },
    says: 'undoes a step after it has done it, when the compensation comes right behind',
    check: async (trial) => {
      const sagas = Array.from({ length: SAGAS }, (_, saga) => `${saga}`);
      const asked = sagas.map((saga) => trial.asked({ saga }));
      const undone = sagas.map((saga) => trial.undone({ saga }));
      await trial.exchange.send([...asked, ...undone]);
      return inOrder(trial, [...asked, ...undone]);
    },
  },
  {
    ...{ name: 'slow-command', section, needs: ['slowInput'] },
    says: 'answers other sagas although it takes long over a command, and its own saga in order',
    check: async (trial) => {
      const slow = trial.asked({ saga: 'slow', input: trial.subject.slowInput! });
      const behind = trial.asked({ saga: 'slow', step: 'behind' });
      const others = rounds((saga, round) => trial.asked({ saga: `${saga}`, step: `step-${round}` }));
      await trial.exchange.send([slow, behind, ...others]);
      return inOrder(trial, [slow, behind, ...others]);
    },
  },
];

/** Commands of many sagas by turns, so that those of one never stand side by side. */
function rounds(command: (saga: number, round: number) => Sent): Sent[] {
  return Array.from({ length: SAGAS * STEPS }, (_, i) => command(i % SAGAS, Math.floor(i / SAGAS)));
}

/** Each has an answer, and the answers to a saga come in the order of its commands; none of them fails technically. */
async function inOrder(trial: Trial, commands: Sent[]): Promise<Breach | null> {
  const answers = await trial.exchange.answersToAll(commands);
  for (const sent of commands) {
    const own = answers.filter((answer) => answer.sent.command.sagaId === sent.command.sagaId);
    const answer = own.find(isAnswerTo(sent));
    if (!answer)
      return {
        sent: `${sentInWords(sent)}, among those of others`,
        expected: 'an answer',
        came: answerInWords(answer),
      };
    const firsts = commands.flatMap((each) => own.find(isAnswerTo(each)) ?? []);
    const late = firsts.find((each, i) => i > 0 && own.indexOf(each) < own.indexOf(firsts[i - 1]!));
    if (late)
      return {
        sent: `${sentInWords(late.sent)}, behind others of its saga`,
        expected: 'its answer behind theirs',
        came: `${answerInWords(late)}, before theirs`,
      };
  }
  return null;
}

function isAnswerTo(sent: Sent): (answer: Answer) => boolean {
  return (answer) => answer.sent.command.id === sent.command.id;
}
