import { MalformedMessage } from '@saga/contracts';
import type { Answer, Sent } from './exchange.js';

const SHOWN = 300;

/** A command, for the report. */
export function sentInWords({ command, message }: Sent): string {
  const { name, attempt, direction, step, sagaId } = command;
  const type = message.headers['content-type'] === 'application/protobuf' ? ' in Protobuf' : '';
  return `${name}${type}, ${direction}, attempt ${attempt}, for the step ${step} of ${sagaId}`;
}

/** What came of it, for the report. */
export function answerInWords(answer: Answer | undefined): string {
  if (!answer) return 'no answer in time';
  const { outcome } = answer;
  if (outcome instanceof MalformedMessage) return `a reply that can't be read: ${outcome.message}`;
  if (outcome.result === 'success') return `output ${shortened(JSON.stringify(outcome.output))}`;
  return `${outcome.result}Failure ${shortened(JSON.stringify(outcome.failure))}`;
}

export function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
