import { useState } from 'react';
import { useSendToSaga } from '../api/queries.js';
import { SendDialog } from './send-dialog.js';
import { useOperatorName } from './use-operator-name.js';
import { WhoAndWhy } from './who-and-why.js';

interface AnswerDialogProps {
  sagaId: string;
  step: string;
  answer: 'approve' | 'reject';
  onClose(): void;
}

/** Says what an answer leads to, and asks who gives it and why. */
export function AnswerDialog({ sagaId, step, answer, onClose }: AnswerDialogProps) {
  const [by, setBy] = useOperatorName();
  const [comment, setComment] = useState('');
  const { mutate, isPending, error } = useSendToSaga(sagaId);
  const send = () =>
    mutate({ to: answer, body: { step, by: by.trim(), comment: comment.trim() } }, { onSuccess: onClose });
  return (
    <SendDialog
      {...{ error, onClose }}
      label={answer === 'approve' ? `Approve ${step}` : `Reject ${step}`}
      canSend={by.trim() !== '' && comment.trim() !== ''}
      isSending={isPending}
      onSend={send}
    >
      <p>
        {answer === 'approve'
          ? 'The saga goes on. What you say can be read by its later steps.'
          : 'The step fails as one that was refused: another way is tried if there is one, or the saga is undone.'}
      </p>
      <WhoAndWhy by={by} onBy={setBy} label="Comment" words={comment} onWords={setComment} />
    </SendDialog>
  );
}
