import { useState } from 'react';
import { useSendToSaga } from '../api/queries.js';
import type { OperatorAct } from '../api/saga.js';
import type { ActWords } from './acts.js';
import { SendDialog } from './send-dialog.js';
import { useOperatorName } from './use-operator-name.js';
import { WhoAndWhy } from './who-and-why.js';

interface ActDialogProps {
  sagaId: string;
  act: OperatorAct;
  words: ActWords;
  onClose(): void;
}

/** Explains an act before it is done, and asks who does it and why. */
export function ActDialog({ sagaId, act, words, onClose }: ActDialogProps) {
  const [by, setBy] = useOperatorName();
  const [reason, setReason] = useState('');
  const { mutate, isPending, error } = useSendToSaga(sagaId);
  // The dialog says what was chosen, also when the saga has moved on meanwhile.
  const [{ label, consequence }] = useState(words);
  const send = () =>
    mutate({ to: act, body: { by: by.trim(), reason: reason.trim() } }, { onSuccess: onClose });
  return (
    <SendDialog
      {...{ label, error, onClose }}
      canSend={by.trim() !== '' && reason.trim() !== ''}
      isSending={isPending}
      onSend={send}
    >
      <p>{consequence}</p>
      <WhoAndWhy by={by} onBy={setBy} label="Reason" words={reason} onWords={setReason} />
    </SendDialog>
  );
}
