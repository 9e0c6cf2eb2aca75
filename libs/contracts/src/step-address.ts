import { HEADERS, type Headers, invalidHeader, requiredHeader } from './headers.js';
import type { Direction } from './messages.js';
import { SAGA_ID, STEP_NAME } from './names.js';

/** Which attempt at which step of which saga a command or a reply is about. */
export interface StepAddress {
  sagaId: string;
  step: string;
  attempt: number;
  direction: Direction;
}

// CloudEvents integers have 32 bits.
const LARGEST_ATTEMPT = 2 ** 31 - 1;

/** The headers for a step's address. */
export function writeStepAddress({ sagaId, step, attempt, direction }: StepAddress): Headers {
  return {
    [HEADERS.sagaId]: sagaId,
    [HEADERS.step]: step,
    [HEADERS.attempt]: String(attempt),
    [HEADERS.direction]: direction,
  };
}

/** @throws MalformedMessage when a part of the address is missing or invalid */
export function readStepAddress(headers: Headers): StepAddress {
  return {
    sagaId: readSagaId(headers),
    step: readStep(headers),
    attempt: readAttempt(headers),
    direction: readDirection(headers),
  };
}

/** @throws MalformedMessage when the saga's id is missing or has characters that an id can't have */
export function readSagaId(headers: Headers): string {
  const sagaId = requiredHeader(headers, HEADERS.sagaId, 'the id of the saga');
  if (!SAGA_ID.test(sagaId)) {
    const fix = 'use 1 to 200 characters out of A-Z a-z 0-9 . _ : @ / -';
    throw invalidHeader(HEADERS.sagaId, `is "${sagaId}"`, fix);
  }
  return sagaId;
}

function readStep(headers: Headers): string {
  const step = requiredHeader(headers, HEADERS.step, "the step's name, as the command has it");
  if (!STEP_NAME.test(step)) {
    throw invalidHeader(HEADERS.step, `is "${step}"`, 'use 1 to 200 characters, no space, no colon');
  }
  return step;
}

function readAttempt(headers: Headers): number {
  const text = requiredHeader(headers, HEADERS.attempt, "the attempt's number, as the command has it");
  const attempt = Number(text);
  if (!/^[1-9]\d*$/.test(text) || attempt > LARGEST_ATTEMPT) {
    throw invalidHeader(HEADERS.attempt, `is "${text}"`, 'use a positive integer, 1 for the first attempt');
  }
  return attempt;
}

function readDirection(headers: Headers): Direction {
  const direction = requiredHeader(headers, HEADERS.direction, '"do" or "undo", as the command has it');
  if (direction !== 'do' && direction !== 'undo') {
    throw invalidHeader(
      HEADERS.direction,
      `is "${direction}"`,
      `set the header ${HEADERS.direction} to do or undo`,
    );
  }
  return direction;
}
