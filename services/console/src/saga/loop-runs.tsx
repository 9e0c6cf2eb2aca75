import { type ReactNode, useState } from 'react';
import { countWords, itemWords, RUN_TONES, RUN_WORDS } from '../words/loop.js';
import type { FlowStep } from './flow.js';
import type { Loop, Run } from './loop.js';
import { StepFlow } from './step-flow.js';
import './loop-runs.css';

/** How many runs are listed at a time. */
const PAGE = 50;

interface LoopRunsProps {
  loop: Loop;
  card: (step: FlowStep) => ReactNode;
}

/** The items or rounds of a loop: how many stand how, and each with its steps when it is unfolded. */
export function LoopRuns({ loop, card }: LoopRunsProps) {
  const [shown, show] = useState(PAGE);
  const { runs } = loop;
  return (
    <div className="loop-runs">
      <p className="loop-counts">
        {countWords(loop).map(({ words, tone }) => (
          <span key={tone + words} data-tone={tone}>
            {words}
          </span>
        ))}
      </p>
      {runs.slice(0, shown).map((run) => (
        <RunInShort key={run.path} run={run} card={card} />
      ))}
      {runs.length > shown && (
        <button type="button" onClick={() => show(shown + PAGE)}>
          {(runs.length - shown).toLocaleString('en')} more…
        </button>
      )}
    </div>
  );
}

function RunInShort({ run, card }: { run: Run; card: (step: FlowStep) => ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const { path, state } = run;
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary data-tone={RUN_TONES[state]}>
        <code>{path}</code> <strong>{RUN_WORDS[state]}</strong>{' '}
        <span className="muted">{itemWords(run)}</span>
      </summary>
      {isOpen && <StepFlow steps={run.flow()} card={card} />}
    </details>
  );
}
