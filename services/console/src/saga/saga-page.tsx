import { Link } from 'wouter';
import { useDefinition, useSaga } from '../api/queries.js';
import type { Saga } from '../api/saga.js';
import { FailureNotice } from '../ui/notice.js';
import { PageTitle } from '../ui/page-title.js';
import { StateBadge } from '../ui/state-badge.js';
import { ActBar } from './act-bar.js';
import { flowOf } from './flow.js';
import { History } from './history.js';
import { Plight } from './plight.js';
import { SagaFacts } from './saga-facts.js';
import { StepCard } from './step-card.js';
import { StepFlow } from './step-flow.js';
import { WaitBar } from './wait-bar.js';

/** One saga: where it stands and why, its steps, what an operator can do, all that happened. */
export function SagaPage({ id }: { id: string }) {
  const { data: saga, error } = useSaga(id);
  return (
    <>
      <PageTitle
        title={id}
        above={<Link href="/">Sagas</Link>}
        beside={saga && <StateBadge state={saga.state} />}
      />
      {error && <FailureNotice error={error} stale={saga !== undefined} />}
      {saga && <SagaInFull saga={saga} />}
    </>
  );
}

function SagaInFull({ saga }: { saga: Saga }) {
  const { data: plan } = useDefinition(saga.definition, saga.version);
  const flow = flowOf(saga, plan);
  return (
    <>
      <Plight saga={saga} />
      <WaitBar saga={saga} />
      <ActBar saga={saga} flow={flow} />
      <SagaFacts saga={saga} />
      <h2>Steps</h2>
      <StepFlow steps={flow} card={(step) => <StepCard step={step} saga={saga} />} />
      <h2>History</h2>
      <History events={saga.history} />
    </>
  );
}
