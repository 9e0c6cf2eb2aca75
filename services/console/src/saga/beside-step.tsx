import type { SagaEvent, Step } from '../api/saga.js';
import { Payload } from '../ui/payload.js';
import { useNow } from '../ui/use-now.js';
import { besideWords } from '../words/beside.js';
import { describeExecution } from '../words/execution.js';

/** What was asked for beside a step's command, such as a lock, in a line. */
export function BesideStep({ step, of, history }: { step: Step; of: string; history: readonly SagaEvent[] }) {
  const { words, tone } = describeExecution(step.name, 'do', step, history, useNow());
  return (
    <div className="beside-step">
      <p className="outcome" data-tone={tone}>
        {besideWords(step.name.slice(of.length + 1))}: <strong>{words}</strong>
      </p>
      {step.failure && <p className="step-failure">{step.failure.message}</p>}
      <Payload label="Answer" value={step.output} />
    </div>
  );
}
