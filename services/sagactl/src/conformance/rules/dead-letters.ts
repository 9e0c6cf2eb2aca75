import { type DeadLetter, HEADERS } from '@saga/contracts';
import type { Sent } from '../exchange.js';
import { answerInWords, sentInWords, shortened } from '../in-words.js';
import type { Breach, Rule } from '../rule.js';
import type { Trial, Variation } from '../trial.js';

/** Messages that don't say which saga asks for what. */
const UNADDRESSED: [name: string, says: string, header: string, value: string | undefined][] = [
  ['no-saga', 'does not say which saga asks', HEADERS.sagaId, undefined],
  ['no-step', 'does not say for which step', HEADERS.step, undefined],
  ['bad-attempt', 'counts its attempt in words', HEADERS.attempt, 'one'],
  ['bad-direction', 'goes neither way', HEADERS.direction, 'sideways'],
  ['no-id', 'has no id', HEADERS.id, undefined],
];

/** Nobody can be answered: they are kept, and stand in nobody's way. */
export const DEAD_LETTERS: readonly Rule[] = UNADDRESSED.map(([name, says, header, value]) => ({
  name,
  says: `keeps a command that ${says} as a dead letter, whole, and goes on`,
  section: 'messages-that-cant-be-used',
  check: (trial) => isKept(trial, { step: 'lost', headers: { [header]: value } }, header),
}));

/** Tells the message from others, even if it has no id. */
const MARK = 'x-mark';

async function isKept(trial: Trial, variation: Variation, header: string): Promise<Breach | null> {
  const next = trial.asked();
  const mark = next.command.id;
  const lost = trial.asked({ ...variation, headers: { ...variation.headers, [MARK]: mark } });
  await trial.exchange.send([lost]);
  const answer = await trial.ask(next);
  if (!answer)
    return {
      sent: `${sentInWords(next)}, behind a message with a fault in its ${header}`,
      expected: 'an answer, since such a message stands in nobody’s way',
      came: answerInWords(answer),
    };
  const letter = await trial.exchange.deadLetterWith(MARK, mark);
  if (letter && isWhole(letter, lost)) return null;
  return {
    sent: `${sentInWords(lost)}, with a fault in its ${header}`,
    expected: `a dead letter with the message as it was, key, headers and value`,
    came: letter
      ? `a dead letter with ${shortened(JSON.stringify(letter.original))}`
      : 'no dead letter in time',
  };
}

function isWhole({ original }: DeadLetter, { message }: Sent): boolean {
  const { topic, key, headers, value } = message;
  return (
    original.topic === topic &&
    original.key === key &&
    Object.entries(headers).every(([name, text]) => original.headers[name] === text) &&
    (original.value?.equals(Buffer.from(value as string)) ?? false)
  );
}
