import type { Direction } from './messages.js';

/** A command's id follows from what it asks, so a repeated command is known as one. */
export function commandId(sagaId: string, step: string, direction: Direction, attempt: number): string {
  return `${sagaId}:${step}:${direction}:${attempt}`;
}

/** A reply's id follows from its command's, so an answer sent twice is known as one. */
export function replyId(commandId: string): string {
  return `${commandId}:reply`;
}
