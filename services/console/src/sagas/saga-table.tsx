import { Link } from 'wouter';
import type { SagaSummary } from '../api/saga.js';
import { Instant } from '../ui/instant.js';
import { StateBadge } from '../ui/state-badge.js';
import { between } from '../words/time.js';
import './saga-table.css';

export function SagaTable({ sagas }: { sagas: readonly SagaSummary[] }) {
  if (sagas.length === 0) return <p className="no-sagas panel muted">There are no such sagas.</p>;
  return (
    <table className="saga-table panel">
      <thead>
        <tr>
          <th scope="col">Saga</th>
          <th scope="col">Definition</th>
          <th scope="col">State</th>
          <th scope="col">Started</th>
          <th scope="col">From start to last change</th>
        </tr>
      </thead>
      <tbody>
        {sagas.map((saga) => (
          <Row key={saga.id} saga={saga} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ saga: { id, definition, version, state, startedAt, updatedAt } }: { saga: SagaSummary }) {
  return (
    <tr>
      <th scope="row">
        <Link className="mono" href={`/sagas/${encodeURIComponent(id)}`}>
          {id}
        </Link>
      </th>
      <td>
        {definition} <span className="muted">v{version}</span>
      </td>
      <td>
        <StateBadge state={state} />
      </td>
      <td>
        <Instant at={startedAt} />
      </td>
      <td>{between(startedAt, updatedAt)}</td>
    </tr>
  );
}
