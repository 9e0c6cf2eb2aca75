import { useState } from 'react';
import { useSendToSaga } from '../api/queries.js';
import { SendDialog } from './send-dialog.js';
import { readSignalData } from './signal-data.js';

interface SignalDialogProps {
  sagaId: string;
  signal: string;
  onClose(): void;
}

/** Asks for the data of a signal, and sends it. */
export function SignalDialog({ sagaId, signal, onClose }: SignalDialogProps) {
  const [text, setText] = useState('{}');
  const { mutate, isPending, error } = useSendToSaga(sagaId);
  const { data, fault } = readSignalData(text);
  const send = () => data && mutate({ to: 'signals', body: { name: signal, data } }, { onSuccess: onClose });
  return (
    <SendDialog
      {...{ error, onClose }}
      label={`Send the signal ${signal}`}
      canSend={data !== null}
      isSending={isPending}
      onSend={send}
    >
      <label>
        Data, a JSON object
        <textarea
          className="mono"
          value={text}
          onChange={({ target }) => setText(target.value)}
          rows={6}
          spellCheck={false}
          aria-invalid={fault !== null}
        />
      </label>
      {fault && <p className="muted">{fault}</p>}
    </SendDialog>
  );
}
