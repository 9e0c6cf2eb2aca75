import { compensationOf, type PlacedStep } from '../api/definition.js';
import { StepHeading, UndoCommand } from '../saga/step-heading.js';
import '../saga/step-card.css';

/** One step of a definition: what it commands, how patiently, and what undoes it. */
export function PlannedStepCard({ step }: { step: PlacedStep }) {
  const { name, description, command, pivot, timeout, retry, delay, within } = step;
  const undo = compensationOf(step);
  return (
    <article className="step-card panel" aria-label={`Step ${name}`}>
      <StepHeading name={name} command={command} pivot={pivot} within={within} />
      {description && <p>{description}</p>}
      {delay && <p className="muted">lets {delay} pass</p>}
      {timeout && <p className="muted">waits {timeout} for the reply</p>}
      {retry?.attempts && <p className="muted">up to {retry.attempts} attempts</p>}
      {undo && <UndoCommand command={undo} />}
    </article>
  );
}
