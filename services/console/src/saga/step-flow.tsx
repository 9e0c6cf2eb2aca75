import type { SagaEvent } from '../api/saga.js';
import type { FlowStep } from './flow.js';
import { StepCard } from './step-card.js';
import './step-flow.css';

/** The steps from left to right, or from top to bottom where the page is narrow. */
export function StepFlow({ flow, history }: { flow: readonly FlowStep[]; history: readonly SagaEvent[] }) {
  return (
    <div className="step-flow" role="group" aria-label="The steps in order" tabIndex={0}>
      <ol>
        {flow.map((step) => (
          <li key={step.name} data-pivot={step.pivot || undefined}>
            <StepCard step={step} history={history} />
          </li>
        ))}
      </ol>
    </div>
  );
}
