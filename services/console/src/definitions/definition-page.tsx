import { Link } from 'wouter';
import type { Definition } from '../api/definition.js';
import { useDefinition } from '../api/queries.js';
import { Instant } from '../ui/instant.js';
import { FailureNotice } from '../ui/notice.js';
import { PageTitle } from '../ui/page-title.js';
import { Payload } from '../ui/payload.js';
import { aftermathSteps, placedSteps } from './placed-steps.js';
import { PlannedFlow } from './planned-step-card.js';

/** One definition: its steps, and all of it as it was registered. */
export function DefinitionPage({ name }: { name: string }) {
  const { data: registered, error } = useDefinition(name);
  return (
    <>
      <PageTitle
        title={name}
        above={<Link href="/definitions">Definitions</Link>}
        beside={registered && <span className="muted">v{registered.version}</span>}
      />
      {error && <FailureNotice error={error} stale={registered !== undefined} />}
      {registered && <DefinitionInFull registered={registered} />}
    </>
  );
}

function DefinitionInFull({ registered }: { registered: Definition }) {
  const { name, createdAt, definition } = registered;
  const { description, deadline, onFailure } = definition;
  return (
    <>
      {description && <p>{description}</p>}
      <p className="muted">
        Registered <Instant at={createdAt} />
        {deadline && `, deadline ${deadline}`}.{' '}
        <Link href={`/?definition=${encodeURIComponent(name)}`}>Its sagas</Link>
      </p>
      <h2>Steps</h2>
      <PlannedFlow steps={placedSteps(definition.steps)} />
      {onFailure && (
        <>
          <h2>When all is undone</h2>
          <PlannedFlow steps={aftermathSteps(onFailure)} />
        </>
      )}
      <h2>As registered</h2>
      <Payload label="The whole definition" value={definition} />
    </>
  );
}
