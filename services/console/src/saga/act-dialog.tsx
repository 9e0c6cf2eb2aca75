import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useAct } from '../api/queries.js';
import type { OperatorAct } from '../api/saga.js';
import { Notice } from '../ui/notice.js';
import type { ActWords } from './acts.js';
import { useOperatorName } from './use-operator-name.js';
import './act-dialog.css';

interface ActDialogProps {
  sagaId: string;
  act: OperatorAct;
  words: ActWords;
  onClose(): void;
}

/** Explains an act before it is done, and asks who does it and why: both go into the saga's history. */
export function ActDialog({ sagaId, act, words, onClose }: ActDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [by, setBy] = useOperatorName();
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useAct(sagaId);
  // The dialog says what was chosen, also when the saga has moved on meanwhile.
  const [{ label, consequence }] = useState(words);
  useEffect(() => dialog.current?.showModal(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    mutate({ act, by: by.trim(), reason: reason.trim() }, { onSuccess: onClose });
  }

  return (
    <dialog ref={dialog} className="act-dialog" aria-labelledby={heading} onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id={heading}>{label}</h2>
        <p>{consequence}</p>
        <label>
          Your name
          <input
            value={by}
            onChange={({ target }) => setBy(target.value)}
            required
            pattern=".*\S.*"
            title="Who you are"
            maxLength={200}
            autoComplete="username"
          />
        </label>
        <label>
          Reason
          <textarea
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            required
            maxLength={2000}
            rows={3}
          />
        </label>
        <p className="muted">Both are kept in the saga’s history.</p>
        {error && (
          <div role="alert">
            <Notice tone="bad" title={error.message} />
          </div>
        )}
        <footer>
          <button type="button" onClick={onClose}>
            Back
          </button>
          <button type="submit" disabled={isPending || !by.trim() || !reason.trim()}>
            {label}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
