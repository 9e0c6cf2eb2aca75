import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Definition } from './definition.js';
import { get, post, RequestFailed } from './request.js';
import { hasEnded, type OperatorAct, type Saga, type SagaCounts, type SagaPage } from './saga.js';

/** How often what moves is asked for again, in milliseconds. */
const LIVE = 1_000;

export interface SagaFilter {
  state?: string;
  definition?: string;
  after?: string;
}

/** How many sagas there are in each state, anew each second while `live`. */
export function useSagaCounts(live: boolean) {
  return useQuery({
    queryKey: ['counts'],
    queryFn: ({ signal }) => get<SagaCounts>('/v1/sagas/counts', signal),
    refetchInterval: live && LIVE,
  });
}

/** A page of sagas, the youngest first, anew each second while `live`. */
export function useSagaPage(filter: SagaFilter, live: boolean) {
  const query = new URLSearchParams({ ...filter, limit: '25' });
  return useQuery({
    queryKey: ['sagas', filter],
    queryFn: ({ signal }) => get<SagaPage>(`/v1/sagas?${query}`, signal),
    refetchInterval: live && LIVE,
    placeholderData: keepPreviousData,
  });
}

/** One saga, anew each second until it has ended; a saga that is not there is not asked for again. */
export function useSaga(id: string) {
  return useQuery({
    queryKey: ['saga', id],
    queryFn: ({ signal }) => get<Saga>(`/v1/sagas/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => !isOver(state.data) && !isUnknown(state.error) && LIVE,
  });
}

/** The latest version of each definition. */
export function useDefinitions() {
  return useQuery({
    queryKey: ['definitions'],
    queryFn: ({ signal }) => get<{ definitions: Definition[] }>('/v1/definitions', signal),
    select: ({ definitions }) => definitions,
  });
}

/** A version of a definition; the latest one unless told otherwise. */
export function useDefinition(name: string, version?: number) {
  const query = version === undefined ? '' : `?version=${version}`;
  return useQuery({
    queryKey: ['definition', name, version],
    queryFn: ({ signal }) => get<Definition>(`/v1/definitions/${encodeURIComponent(name)}${query}`, signal),
  });
}

/** What a person sends to a saga: an operator's act, an answer to what it asks, a signal that it waits for. */
export type SentToSaga =
  | { to: OperatorAct; body: { by: string; reason: string } }
  | { to: 'approve' | 'reject'; body: { step: string; by: string; comment: string } }
  | { to: 'signals'; body: { name: string; data: object } };

/** Sends something to a saga; what is shown of the saga follows at once. */
export function useSendToSaga(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ to, body }: SentToSaga) => post<Saga>(`/v1/sagas/${encodeURIComponent(id)}/${to}`, body),
    onSuccess: (saga) => client.setQueryData(['saga', id], saga),
  });
}

function isOver(saga: Saga | undefined): boolean {
  return saga !== undefined && hasEnded(saga.state);
}

function isUnknown(error: Error | null): boolean {
  return error instanceof RequestFailed && error.status === 404;
}
