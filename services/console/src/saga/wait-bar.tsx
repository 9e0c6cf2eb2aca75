import { useState } from 'react';
import type { Saga } from '../api/saga.js';
import { Notice } from '../ui/notice.js';
import { Payload } from '../ui/payload.js';
import { AnswerDialog } from './answer-dialog.js';
import { type OpenApproval, type OpenSignal, openWaits } from './open-waits.js';
import { SignalDialog } from './signal-dialog.js';
import './act-bar.css';

/** What a saga waits for that a person can give: answers to its questions, signals. Nothing when it waits for none. */
export function WaitBar({ saga }: { saga: Saga }) {
  return openWaits(saga).map((wait) =>
    wait.kind === 'approval' ? (
      <Question key={wait.step} sagaId={saga.id} asked={wait} />
    ) : (
      <Signal key={wait.step} sagaId={saga.id} wait={wait} />
    ),
  );
}

function Question({ sagaId, asked }: { sagaId: string; asked: OpenApproval }) {
  const [answer, choose] = useState<'approve' | 'reject' | null>(null);
  const { step, question, approvers } = asked;
  return (
    <Notice tone="active" title={typeof question === 'string' ? question : `“${step}” asks for approval`}>
      {approvers.length > 0 && (
        <p className="muted">
          For {approvers.join(' or ')} to decide, at “{step}”.
        </p>
      )}
      {typeof question === 'object' && <Payload label="What is asked" value={question} />}
      <div className="act-bar" role="group" aria-label={`Answers to ${step}`}>
        <button type="button" data-act="approve" onClick={() => choose('approve')}>
          Approve {step}…
        </button>
        <button type="button" data-act="reject" onClick={() => choose('reject')}>
          Reject {step}…
        </button>
      </div>
      {answer && <AnswerDialog {...{ sagaId, step, answer }} onClose={() => choose(null)} />}
    </Notice>
  );
}

function Signal({ sagaId, wait }: { sagaId: string; wait: OpenSignal }) {
  const [isOpen, setOpen] = useState(false);
  const { step, signal } = wait;
  return (
    <Notice tone="active" title={`“${step}” waits for the signal ${signal}`}>
      <div className="act-bar">
        <button type="button" onClick={() => setOpen(true)}>
          Send the signal {signal}…
        </button>
      </div>
      {isOpen && <SignalDialog {...{ sagaId, signal }} onClose={() => setOpen(false)} />}
    </Notice>
  );
}
