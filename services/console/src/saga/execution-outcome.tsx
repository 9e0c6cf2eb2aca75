import type { Direction, Execution, SagaEvent } from '../api/saga.js';
import { Payload } from '../ui/payload.js';
import { useNow } from '../ui/use-now.js';
import { attemptWords, describeExecution, progressWords } from '../words/execution.js';

interface ExecutionOutcomeProps {
  step: string;
  direction: Direction;
  execution: Execution;
  history: readonly SagaEvent[];
}

/** How one direction of a step went: its state, its failure in words, its payloads. */
export function ExecutionOutcome({ step, direction, execution, history }: ExecutionOutcomeProps) {
  const { words, tone } = describeExecution(step, direction, execution, history, useNow());
  const attempts = attemptWords(execution);
  const progress = progressWords(execution);
  const { failure, input, output } = execution;
  return (
    <>
      <p className="outcome" data-tone={tone}>
        <strong>{words}</strong>
        {attempts && <span className="muted"> · {attempts}</span>}
        {progress && <span className="muted"> · {progress}</span>}
      </p>
      {failure && (
        <p className="step-failure">
          {failure.message} <code className="muted">{failure.code}</code>
        </p>
      )}
      <Payload label="Input" value={input} />
      <Payload label="Output" value={output} />
    </>
  );
}
