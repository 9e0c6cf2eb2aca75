import { isUndone, type Saga } from '../api/saga.js';
import { Notice } from '../ui/notice.js';

/** Why a saga is stuck, or is being undone. Nothing when all goes well. */
export function Plight({ saga: { attention, failure, state } }: { saga: Saga }) {
  if (attention) {
    const { reason, step, was } = attention;
    const where = step ? `Stuck ${was === 'compensating' ? 'undoing' : 'at'} “${step}”` : 'Stuck';
    return (
      <Notice tone="bad" title={`${where}: ${reason.message}`}>
        <p>
          Cause <code>{reason.code}</code>. The saga waits until somebody decides what to do.
        </p>
      </Notice>
    );
  }
  if (!failure) return null;
  const undone = isUndone(state);
  return (
    <Notice
      tone={undone ? 'undone' : 'turning'}
      title={`${undone ? 'It was undone' : 'It is being undone'}: ${failure.message}`}
    >
      <p>
        Cause <code>{failure.code}</code>
        {failure.step && ` at step “${failure.step}”`}.
      </p>
    </Notice>
  );
}
