import { Link, useSearchParams } from 'wouter';
import { withFilter } from './with-filter.js';

/** Leads to older sagas and back to the newest. */
export function Pager({ next }: { next: string | null }) {
  const [search] = useSearchParams();
  const isFirst = !search.has('after');
  if (isFirst && next === null) return null;
  return (
    <nav className="pager" aria-label="Pages of sagas">
      {!isFirst && (
        <Link className="button" href={withFilter(search, {})}>
          ← Newest
        </Link>
      )}
      {next !== null && (
        <Link className="button" href={withFilter(search, { after: next })}>
          Older →
        </Link>
      )}
    </nav>
  );
}
