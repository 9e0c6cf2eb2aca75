import type { SagaEvent } from '../api/saga.js';
import { ExecutionOutcome } from './execution-outcome.js';
import type { FlowStep } from './flow.js';
import { StepHeading, UndoCommand } from './step-heading.js';
import './step-card.css';

/** One step of a saga: how it went, and below it how its undoing went. */
export function StepCard({ step, history }: { step: FlowStep; history: readonly SagaEvent[] }) {
  const { name, command, undo, pivot, within, begun } = step;
  const compensation = begun?.compensation;
  return (
    <article className="step-card panel" aria-label={`Step ${name}`} data-begun={begun !== null}>
      <StepHeading name={name} command={command} pivot={pivot} within={within} />
      {begun ? (
        <ExecutionOutcome step={name} direction="do" execution={begun} history={history} />
      ) : (
        <p className="muted">not begun</p>
      )}
      {compensation ? (
        <section className="compensation" aria-label={`Compensation of ${name}`}>
          <UndoCommand command={undo ?? 'compensation'} />
          <ExecutionOutcome step={name} direction="undo" execution={compensation} history={history} />
        </section>
      ) : (
        undo && <UndoCommand command={undo} />
      )}
    </article>
  );
}
