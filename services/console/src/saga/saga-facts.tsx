import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { hasEnded, type Saga } from '../api/saga.js';
import { Instant } from '../ui/instant.js';
import { Payload } from '../ui/payload.js';
import { between } from '../words/time.js';
import './saga-facts.css';

/** What is known of a saga as a whole. */
export function SagaFacts({ saga }: { saga: Saga }) {
  const { definition, version, startedAt, updatedAt, deadlineAt, traceId, state, parent } = saga;
  const ended = hasEnded(state);
  return (
    <section className="saga-facts panel" aria-label="About this saga">
      <dl>
        <Fact name="Definition">
          <Link href={`/definitions/${encodeURIComponent(definition)}`}>{definition}</Link>{' '}
          <span className="muted">v{version}</span>
        </Fact>
        <Fact name="Started">
          <Instant at={startedAt} />
        </Fact>
        <Fact name={ended ? 'Took' : 'Last change'}>
          {ended ? between(startedAt, updatedAt) : <Instant at={updatedAt} />}
        </Fact>
        {parent && (
          <Fact name="Step of">
            <Link href={`/sagas/${encodeURIComponent(parent.sagaId)}`}>{parent.sagaId}</Link>{' '}
            <span className="muted">{parent.step}</span>
          </Fact>
        )}
        {deadlineAt && !ended && (
          <Fact name="Deadline">
            <Instant at={deadlineAt} />
          </Fact>
        )}
        {traceId && (
          <Fact name="Trace">
            <code>{traceId}</code>
          </Fact>
        )}
      </dl>
      <Payload label="Input" value={saga.input} />
      <Payload label="Output" value={saga.output} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
