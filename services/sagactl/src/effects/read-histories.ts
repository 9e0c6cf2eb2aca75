import type { CoordinatorClient } from '../client/coordinator-client.js';
import type { Terminal } from '../terminal.js';
import type { Histories } from './check-effects.js';
import type { ExportedDefinition, ExportedSaga, HistoryLine } from './exported-history.js';
import { readLines } from './read-lines.js';

/** How many sagas are asked for at the same time. */
const AT_A_TIME = 8;

/**
 * Sagas of a coordinator with their histories, each version of a definition before the first saga that goes by it.
 * Throws what the client throws.
 * @param ids the sagas to give; none means all
 */
export async function* exportHistories(
  client: CoordinatorClient,
  ids: string[] = [],
): AsyncIterable<HistoryLine> {
  yield { kind: 'histories', at: new Date().toISOString() };
  const known = new Set<string>();
  for await (const some of ids.length > 0 ? chunksOf(ids) : pagesOf(client)) {
    for (const saga of await Promise.all(some.map((id) => client.saga(id)))) {
      const { id, definition: name, version, state, history } = saga;
      const key = `${name}@${version}`;
      if (!known.has(key)) {
        known.add(key);
        const { definition } = await client.definition(name, version);
        yield { kind: 'definition', name, version, definition };
      }
      yield { kind: 'saga', id, definition: name, version, state, history };
    }
  }
}

/** What an export has, whether it comes from a coordinator or a file. */
export async function histories(lines: AsyncIterable<HistoryLine>): Promise<Histories> {
  const definitions: ExportedDefinition[] = [];
  const sagas: ExportedSaga[] = [];
  let at = Infinity;
  for await (const line of lines) {
    if (line.kind === 'histories') at = Math.min(at, Date.parse(line.at));
    else if (line.kind === 'definition') definitions.push(line);
    else sagas.push(line);
  }
  return { at, definitions, sagas };
}

/** @throws UnusableSource */
export function readHistoryFile(file: string, terminal: Pick<Terminal, 'stdin'>): AsyncIterable<HistoryLine> {
  return readLines(file, terminal, isHistoryLine, 'sagactl history --export');
}

async function* pagesOf(client: CoordinatorClient): AsyncIterable<string[]> {
  for (let after: string | null = ''; after !== null;) {
    const page: { sagas: { id: string }[]; next: string | null } = await client.sagas(after || undefined);
    yield* chunksOf(page.sagas.map(({ id }) => id));
    after = page.next;
  }
}

function* chunksOf(ids: string[]): Iterable<string[]> {
  for (let from = 0; from < ids.length; from += AT_A_TIME) yield ids.slice(from, from + AT_A_TIME);
}

function isHistoryLine(line: unknown): line is HistoryLine {
  const { kind, at, name, version, definition, id, history } = line as Partial<Record<string, unknown>>;
  switch (kind) {
    case 'histories':
      return typeof at === 'string';
    case 'definition':
      return typeof name === 'string' && typeof version === 'number' && typeof definition === 'object';
    case 'saga':
      return typeof id === 'string' && typeof definition === 'string' && Array.isArray(history);
    default:
      return false;
  }
}
