import { useLocation, useSearchParams } from 'wouter';
import { useDefinitions } from '../api/queries.js';
import { withFilter } from './with-filter.js';

export function DefinitionFilter() {
  const { data: definitions = [] } = useDefinitions();
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const chosen = search.get('definition') ?? '';
  const names = new Set([...definitions.map(({ name }) => name), ...(chosen ? [chosen] : [])]);
  return (
    <label className="definition-filter">
      Definition
      <select
        value={chosen}
        onChange={({ target }) => navigate(withFilter(search, { definition: target.value || null }))}
      >
        <option value="">all</option>
        {[...names].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
