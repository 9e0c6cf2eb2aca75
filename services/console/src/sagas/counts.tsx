import { Link, useSearchParams } from 'wouter';
import { useSagaCounts } from '../api/queries.js';
import { SAGA_STATES } from '../api/saga.js';
import { STATE_WORDS, type Tone, TONE_OF_STATE } from '../words/tone.js';
import { withFilter } from './with-filter.js';

/** A tile for each state with its live count; a tile filters the list. */
export function Counts({ live }: { live: boolean }) {
  const { data: counts = {} } = useSagaCounts(live);
  const total = SAGA_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return (
    <nav className="counts" aria-label="Sagas by state">
      <Tile state={null} words="all" tone="quiet" count={total} />
      {SAGA_STATES.map((state) => (
        <Tile
          key={state}
          state={state}
          words={STATE_WORDS[state]}
          tone={TONE_OF_STATE[state]}
          count={counts[state] ?? 0}
        />
      ))}
    </nav>
  );
}

function Tile({
  state,
  words,
  tone,
  count,
}: {
  state: string | null;
  words: string;
  tone: Tone;
  count: number;
}) {
  const [search] = useSearchParams();
  const chosen = search.get('state') === state;
  return (
    <Link
      href={withFilter(search, { state })}
      className="count panel"
      data-tone={tone}
      data-none={count === 0 || undefined}
      aria-current={chosen ? 'true' : undefined}
    >
      <span className="count-number">{count.toLocaleString('en')}</span>
      <span className="count-words">{words}</span>
    </Link>
  );
}
