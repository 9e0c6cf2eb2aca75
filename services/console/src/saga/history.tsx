import type { SagaEvent } from '../api/saga.js';
import { tell } from '../words/history.js';
import { between } from '../words/time.js';
import './history.css';

/** All that happened to a saga, the latest first. */
export function History({ events }: { events: readonly SagaEvent[] }) {
  const began = events[0]?.at ?? '';
  return (
    <ol className="history panel" reversed>
      {events.toReversed().map((event) => (
        <Line key={event.seq} event={event} began={began} />
      ))}
    </ol>
  );
}

function Line({ event, began }: { event: SagaEvent; began: string }) {
  const { words, detail, tone } = tell(event);
  return (
    <li data-tone={tone}>
      <time dateTime={event.at} title={new Date(event.at).toLocaleString()}>
        +{between(began, event.at)}
      </time>
      <div>
        {words}
        {detail && <p className="muted">{detail}</p>}
      </div>
    </li>
  );
}
