import type { ReactNode } from 'react';
import './step-flow.css';

interface StepFlowProps<Step> {
  steps: readonly Step[];
  card: (step: Step) => ReactNode;
}

/** Steps from left to right, or from top to bottom where the page is narrow. */
export function StepFlow<Step extends { path: string; pivot: boolean }>({
  steps,
  card,
}: StepFlowProps<Step>) {
  return (
    <div className="step-flow" role="group" aria-label="The steps in order" tabIndex={0}>
      <ol>
        {steps.map((step) => (
          <li key={step.path} data-pivot={step.pivot || undefined}>
            {card(step)}
          </li>
        ))}
      </ol>
    </div>
  );
}
