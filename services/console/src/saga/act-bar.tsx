import { useState } from 'react';
import type { OperatorAct, Saga } from '../api/saga.js';
import { ActDialog } from './act-dialog.js';
import { explainAct, possibleActs } from './acts.js';
import type { FlowStep } from './flow.js';
import './act-bar.css';

/** What an operator can do about a saga now; nothing when there is nothing to do. */
export function ActBar({ saga, flow }: { saga: Saga; flow: readonly FlowStep[] }) {
  const [chosen, choose] = useState<OperatorAct | null>(null);
  const acts = possibleActs(saga, flow);
  return (
    <>
      {acts.length > 0 && (
        <div className="act-bar" role="group" aria-label="What you can do">
          {acts.map((act) => (
            <button key={act} type="button" data-act={act} onClick={() => choose(act)}>
              {explainAct(act, saga, flow).label}…
            </button>
          ))}
        </div>
      )}
      {chosen && (
        <ActDialog
          sagaId={saga.id}
          act={chosen}
          words={explainAct(chosen, saga, flow)}
          onClose={() => choose(null)}
        />
      )}
    </>
  );
}
