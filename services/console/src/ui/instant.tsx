import { sinceWords } from '../words/time.js';
import { useNow } from './use-now.js';

/** How long ago, or how soon, something happens; the exact time on hover. */
export function Instant({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {sinceWords(at, now)}
    </time>
  );
}
