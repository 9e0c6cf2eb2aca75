import { useSagaCounts } from '../api/queries.js';

/** Whether the coordinator answers. */
export function Connection() {
  const { isError, isPending } = useSagaCounts(true);
  const [words, state] = isError
    ? ['No answer from the coordinator', 'lost']
    : [isPending ? 'Connecting' : 'Connected', isPending ? 'waiting' : 'here'];
  return (
    <p className="connection" data-state={state} role="status">
      <span className="connection-words">{words}</span>
    </p>
  );
}
