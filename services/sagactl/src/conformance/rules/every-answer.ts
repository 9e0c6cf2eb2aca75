import { isDeepStrictEqual } from 'node:util';
import { partitionOf } from '@saga/bus';
import { HEADERS, MalformedMessage } from '@saga/contracts';
import type { Answer, Exchange } from '../exchange.js';
import { answerInWords, sentInWords, shortened } from '../in-words.js';
import type { Breach, Rule } from '../rule.js';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ADDRESS = [HEADERS.sagaId, HEADERS.step, HEADERS.attempt, HEADERS.direction] as const;

/** What holds of all answers that came to whatever rule, so these are tried when all others are. */
export const EVERY_ANSWER: readonly Rule[] = [
  {
    ...{ name: 'reply-headers', section: 'headers' },
    says: 'sends replies with all headers that they need',
    check: ofEach(({ message }, { codec }) => {
      try {
        const headers = { ...message.headers, [HEADERS.contentType]: 'application/json' };
        codec.decodeReply({ ...message, headers, value: Buffer.from('{"output":{}}') });
        return null;
      } catch (error) {
        if (!(error instanceof MalformedMessage)) throw error;
        return { expected: error.fix, came: error.message };
      }
    }),
  },
  {
    ...{ name: 'reply-value', section: 'replies' },
    says: 'sends replies of which each has exactly one of output, businessFailure and technicalFailure',
    check: ofEach((answer) => {
      const { outcome } = answer;
      if (!(outcome instanceof MalformedMessage)) return null;
      return { expected: outcome.fix, came: answerInWords(answer) };
    }),
  },
  {
    ...{ name: 'reply-address', section: 'replies' },
    says: 'repeats saga, step, attempt and direction as the command has them, and names the command',
    check: ofEach(({ message: { headers }, sent: { command } }) => {
      const { id, sagaId, step, attempt, direction } = command;
      const expected = [sagaId, step, String(attempt), direction, id];
      const came = [...ADDRESS, HEADERS.causationId].map((name) => headers[name] ?? 'missing');
      if (isDeepStrictEqual(came, expected)) return null;
      return { expected: expected.join(', '), came: came.join(', ') };
    }),
  },
  {
    ...{ name: 'reply-key', section: 'topics' },
    says: 'sends each reply under the key of its saga',
    check: ofEach(
      ({
        message: { key },
        sent: {
          command: { sagaId },
        },
      }) => (key === sagaId ? null : { expected: `the key ${sagaId}`, came: `the key ${key}` }),
    ),
  },
  {
    ...{ name: 'reply-partition', section: 'repetition-and-order' },
    says: 'chooses partitions by murmur2, as the other clients do',
    check: async (trial) => {
      const partitions = await trial.exchange.partitions();
      return ofEach(({ message: { key, partition } }) => {
        const right = partitionOf(key ?? '', partitions);
        if (key === null || partition === right) return null;
        return { expected: `the key ${key} in partition ${right}`, came: `in partition ${partition}` };
      })(trial);
    },
  },
  {
    ...{ name: 'reply-id', section: 'replies' },
    says: 'gives the answers to one command one id, and those to others another',
    check: async ({ exchange }) => {
      const commandOf = new Map<string, Answer>();
      const idOf = new Map<string, string>();
      for (const answer of exchange.everyAnswer) {
        const { headers } = answer.message;
        const id = `${headers[HEADERS.source]}, ${headers[HEADERS.id]}`;
        const first = idOf.get(answer.sent.command.id) ?? id;
        const owner = commandOf.get(id) ?? answer;
        if (first !== id) return breachBy(answer, { expected: `the ce_source and ce_id ${first}`, came: id });
        if (owner.sent.command.id !== answer.sent.command.id)
          return breachBy(answer, {
            expected: 'an id of its own',
            came: `${id}, as for ${owner.sent.command.id}`,
          });
        idOf.set(answer.sent.command.id, id);
        commandOf.set(id, answer);
      }
      return null;
    },
  },
  {
    ...{ name: 'failure-code', section: 'replies' },
    says: 'names failures by a code in kebab-case',
    check: ofEach(({ outcome }) => {
      if (outcome instanceof MalformedMessage || outcome.result === 'success') return null;
      const { code } = outcome.failure;
      if (KEBAB_CASE.test(code)) return null;
      return { expected: 'a code such as card-declined', came: shortened(code) };
    }),
  },
  {
    ...{ name: 'trace', section: 'traces' },
    says: 'answers within the trace of the command',
    check: ofEach(({ message, sent }) => {
      const { traceparent } = sent.command;
      // Some rules send a command without it, or a broken one.
      if (sent.message.headers[HEADERS.traceparent] !== traceparent) return null;
      const [, trace] = traceparent!.split('-');
      const came = message.headers[HEADERS.traceparent];
      if (came?.split('-')[1] === trace) return null;
      return { expected: `a traceparent of the trace ${trace}`, came: came ?? 'none' };
    }),
  },
];

/** A rule that looks at each answer by itself. */
function ofEach(judge: (answer: Answer, exchange: Exchange) => Omit<Breach, 'sent'> | null): Rule['check'] {
  return async ({ exchange }) => {
    for (const answer of exchange.everyAnswer) {
      const verdict = judge(answer, exchange);
      if (verdict) return breachBy(answer, verdict);
    }
    return null;
  };
}

function breachBy(answer: Answer, verdict: Omit<Breach, 'sent'>): Breach {
  return { sent: sentInWords(answer.sent), ...verdict };
}
