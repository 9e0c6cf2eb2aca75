import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useSagaPage } from '../api/queries.js';
import { FailureNotice } from '../ui/notice.js';
import { PageTitle } from '../ui/page-title.js';
import { Counts } from './counts.js';
import { DefinitionFilter } from './definition-filter.js';
import { Pager } from './pager.js';
import { SagaTable } from './saga-table.js';
import './sagas-page.css';

/** The first page: how many sagas there are in each state, and the sagas. The address holds the filter. */
export function SagasPage() {
  const [live, setLive] = useState(true);
  const [search] = useSearchParams();
  const filter = Object.fromEntries(
    ['state', 'definition', 'after'].flatMap((name) => {
      const value = search.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  const { data: page, error } = useSagaPage(filter, live);
  return (
    <>
      <PageTitle title="Sagas" />
      <Counts live={live} />
      <div className="sagas-tools">
        <DefinitionFilter />
        <button type="button" className="live-switch" aria-pressed={live} onClick={() => setLive(!live)}>
          {live ? 'Live' : 'Paused'}
        </button>
      </div>
      {error && <FailureNotice error={error} stale={page !== undefined} />}
      {page && <SagaTable sagas={page.sagas} />}
      {page && <Pager next={page.next} />}
    </>
  );
}
