import type { Direction } from './messages.js';

/** A command's id follows from what it asks, so a repeated command is known as one. */
export function commandId(sagaId: string, step: string, direction: Direction, attempt: number): string {
  return `${sagaId}:${step}:${direction}:${attempt}`;
}

/** A start's id follows from the saga and the attempt at the step whose work it is, so a repeat is known as one. */
export function startId(sagaId: string, attempt: number): string {
  return `${sagaId}:start:${attempt}`;
}

/** The id of the request to undo a saga follows from the saga and the attempt at undoing the step. */
export function undoId(sagaId: string, attempt: number): string {
  return `${sagaId}:undo:${attempt}`;
}

/** A reply's id follows from that of what it answers, so an answer sent twice is known as one. */
export function replyId(causationId: string): string {
  return `${causationId}:reply`;
}
