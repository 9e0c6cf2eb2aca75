import { Link } from 'wouter';
import { useDefinitions } from '../api/queries.js';
import { FailureNotice } from '../ui/notice.js';
import { PageTitle } from '../ui/page-title.js';
import './definitions-page.css';

/** The definitions in their latest versions. */
export function DefinitionsPage() {
  const { data: definitions, error } = useDefinitions();
  return (
    <>
      <PageTitle title="Definitions" />
      {error && <FailureNotice error={error} stale={definitions !== undefined} />}
      {definitions?.length === 0 && <p className="muted">No definition is registered yet.</p>}
      <ul className="definitions">
        {definitions?.map(({ name, version, definition: { description, steps } }) => (
          <li key={name} className="panel">
            <Link href={`/definitions/${encodeURIComponent(name)}`}>{name}</Link>{' '}
            <span className="muted">v{version}</span>
            {description && <p>{description}</p>}
            <p className="muted">{steps.map((step) => step.name).join(' → ')}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
