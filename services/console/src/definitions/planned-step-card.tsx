import { StepFlow } from '../saga/step-flow.js';
import { StepHeading, UndoCommand } from '../saga/step-heading.js';
import { planWords } from '../words/planned-step.js';
import { type PlacedStep, stepsOfLoop, undoOf } from './placed-steps.js';
import '../saga/step-card.css';

/** The steps of a definition, in order. */
export function PlannedFlow({ steps }: { steps: PlacedStep[] }) {
  const cards = steps.map((placed) => {
    const { step } = placed;
    return { path: step.name, pivot: 'command' in step && step.pivot === true, placed };
  });
  return <StepFlow steps={cards} card={({ placed }) => <PlannedStepCard placed={placed} />} />;
}

/** One step of a definition: what it does, how patiently, and what undoes it; a loop holds its own steps. */
function PlannedStepCard({ placed }: { placed: PlacedStep }) {
  const { step, within } = placed;
  const undo = undoOf(placed);
  const inside = stepsOfLoop(placed);
  const isCommand = 'command' in step;
  return (
    <article className="step-card panel" aria-label={`Step ${step.name}`}>
      <StepHeading
        name={step.name}
        command={isCommand ? step.command : null}
        pivot={isCommand && step.pivot}
        within={within.flatMap(({ labels }) => labels)}
      />
      {step.description && <p>{step.description}</p>}
      {planWords(step).map((line) => (
        <p key={line} className="muted">
          {line}
        </p>
      ))}
      {inside.length > 0 && <PlannedFlow steps={inside} />}
      {undo && <UndoCommand command={undo} />}
    </article>
  );
}
