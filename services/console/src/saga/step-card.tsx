import type { Direction, Execution, SagaEvent } from '../api/saga.js';
import { Payload } from '../ui/payload.js';
import { useNow } from '../ui/use-now.js';
import { attemptWords, describeExecution } from '../words/execution.js';
import type { FlowStep } from './flow.js';
import './step-card.css';

interface StepCardProps {
  step: FlowStep;
  history: readonly SagaEvent[];
}

/** One step: how it went, and below it how its undoing went. */
export function StepCard({ step, history }: StepCardProps) {
  const { name, command, undo, pivot, begun } = step;
  const outcome = { step: name, history };
  return (
    <article className="step-card panel" aria-label={`Step ${name}`} data-begun={begun !== null}>
      <header>
        <h3>{name}</h3>
        {pivot && (
          <span className="pivot" title="There is no going back after this step">
            pivot
          </span>
        )}
        {command && <code className="muted">{command}</code>}
      </header>
      {begun ? <Outcome {...outcome} direction="do" execution={begun} /> : <p className="muted">not begun</p>}
      {begun?.compensation ? (
        <section className="compensation" aria-label={`Compensation of ${name}`}>
          <code className="muted">↩ {undo ?? 'compensation'}</code>
          <Outcome {...outcome} direction="undo" execution={begun.compensation} />
        </section>
      ) : (
        undo && <code className="undo-plan muted">↩ {undo}</code>
      )}
    </article>
  );
}

function Outcome({
  step,
  direction,
  execution,
  history,
}: {
  step: string;
  direction: Direction;
  execution: Execution;
  history: readonly SagaEvent[];
}) {
  const { words, tone } = describeExecution(step, direction, execution, history, useNow());
  const attempts = attemptWords(execution);
  return (
    <>
      <p className="outcome" data-tone={tone}>
        <strong>{words}</strong>
        {attempts && <span className="muted"> · {attempts}</span>}
      </p>
      {execution.failure && (
        <p className="step-failure">
          {execution.failure.message} <code className="muted">{execution.failure.code}</code>
        </p>
      )}
      <Payload label="Input" value={execution.input} />
      <Payload label="Output" value={execution.output} />
    </>
  );
}
