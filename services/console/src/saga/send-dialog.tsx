import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { Notice } from '../ui/notice.js';
import './send-dialog.css';

interface SendDialogProps {
  /** What will be done: the heading, and what the button says. */
  label: string;
  canSend: boolean;
  isSending: boolean;
  error: Error | null;
  onSend(): void;
  onClose(): void;
  /** What there is to read and to fill in. */
  children: ReactNode;
}

/** Asks for what is sent to a saga, and says if it was not taken. */
export function SendDialog({ label, canSend, isSending, error, onSend, onClose, children }: SendDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    onSend();
  }

  return (
    <dialog ref={dialog} className="send-dialog" aria-labelledby={heading} onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id={heading}>{label}</h2>
        {children}
        {error && (
          <div role="alert">
            <Notice tone="bad" title={error.message} />
          </div>
        )}
        <footer>
          <button type="button" onClick={onClose}>
            Back
          </button>
          <button type="submit" disabled={isSending || !canSend}>
            {label}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
