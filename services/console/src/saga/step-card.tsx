import { Link } from 'wouter';
import type { ChildSaga, Saga } from '../api/saga.js';
import { StateBadge } from '../ui/state-badge.js';
import { BesideStep } from './beside-step.js';
import { ExecutionOutcome } from './execution-outcome.js';
import type { FlowStep } from './flow.js';
import { LoopRuns } from './loop-runs.js';
import { StepHeading, UndoCommand } from './step-heading.js';
import './step-card.css';

/** One step of a saga: how it went, and below it how its undoing went. */
export function StepCard({ step, saga }: { step: FlowStep; saga: Saga }) {
  const { path, name, command, undo, pivot, within, about, begun, beside, loop } = step;
  const { history, children } = saga;
  const compensation = begun?.compensation;
  return (
    <article className="step-card panel" aria-label={`Step ${path}`} data-begun={begun !== null}>
      <StepHeading name={name} command={command} pivot={pivot} within={within} />
      {about.map((line) => (
        <p key={line} className="muted">
          {line}
        </p>
      ))}
      {begun ? (
        <ExecutionOutcome step={path} direction="do" execution={begun} history={history} />
      ) : (
        <p className="muted">not begun</p>
      )}
      {loop && <LoopRuns loop={loop} card={(inner) => <StepCard step={inner} saga={saga} />} />}
      {children
        .filter((child) => child.step === path)
        .map((child) => (
          <Child key={child.id} child={child} />
        ))}
      {beside.map((each) => (
        <BesideStep key={each.name} step={each} of={path} history={history} />
      ))}
      {compensation ? (
        <section className="compensation" aria-label={`Compensation of ${path}`}>
          <UndoCommand command={undo ?? 'compensation'} />
          <ExecutionOutcome step={path} direction="undo" execution={compensation} history={history} />
        </section>
      ) : (
        undo && <UndoCommand command={undo} />
      )}
    </article>
  );
}

function Child({ child: { id, state } }: { child: ChildSaga }) {
  return (
    <p>
      <Link className="mono" href={`/sagas/${encodeURIComponent(id)}`}>
        {id}
      </Link>{' '}
      <StateBadge state={state} />
    </p>
  );
}
