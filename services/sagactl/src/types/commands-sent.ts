import type {
  CommandStep,
  Compensation,
  ObservedEvent,
  SagaDefinition,
  SideCommand,
  Step,
  Template,
} from '@saga/definition';
import { flowsOf } from '../graph/outline.js';

/** A command that a saga sends. */
export interface SentCommand {
  command: string;
  step: string;
  /** Null: whatever an event says. */
  input: Template | null;
  /** Whether it does the step's work, whose output later steps can read. */
  isOwn: boolean;
  /** Whether it stands beside the step's own command and its compensation. */
  isBeside: boolean;
}

/** Every command that a checked definition sends, in the order of writing. */
export function commandsSent({ steps, onFailure = [] }: SagaDefinition): SentCommand[] {
  return [...steps, ...onFailure].flatMap(sentBy);
}

function sentBy(step: Step): SentCommand[] {
  if ('command' in step) return sentByCommand(step);
  if ('observe' in step)
    return Object.values(step.observe.events).flatMap((event) => sentToUndo(step.name, event, null));
  return flowsOf(step).flat().flatMap(sentBy);
}

function sentByCommand(step: CommandStep): SentCommand[] {
  const { name, command, input = {}, status, reread } = step;
  const beside = [status, reread].flatMap((side) => (side === undefined ? [] : [side]));
  return [
    { command, step: name, input, isOwn: true, isBeside: false },
    ...sentToUndo(name, step, input),
    ...beside.map((side) => sentBeside(name, side, input)),
  ];
}

/** What undoes a step, and what asks whether that has happened. */
function sentToUndo(
  step: string,
  { compensate = 'none' }: Pick<ObservedEvent, 'compensate'>,
  inputOfStep: Template | null,
): SentCommand[] {
  if (compensate === 'none' || (typeof compensate === 'object' && 'event' in compensate)) return [];
  const undo: Compensation = typeof compensate === 'string' ? { command: compensate } : compensate;
  const input = undo.input ?? inputOfStep;
  return [
    { command: undo.command, step, input, isOwn: false, isBeside: false },
    ...(undo.verify === undefined ? [] : [sentBeside(step, undo.verify, inputOfStep)]),
  ];
}

function sentBeside(step: string, side: SideCommand | string, inputOfStep: Template | null): SentCommand {
  const { command, input = inputOfStep } = typeof side === 'string' ? { command: side } : side;
  return { command, step, input, isOwn: false, isBeside: true };
}
