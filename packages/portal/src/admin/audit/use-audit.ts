import type { AuditName, AuditQuery } from '@sallyport/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { useMay } from '../../current-session/use-may.ts';

/** One page of records. It is read when it is asked for and not again by itself, because each read is a record. */
export function useAuditPage(query: AuditQuery, cursor: string | null) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: ['audit', query, cursor],
    queryFn: ({ signal }) => sallyport.audit.search({ ...query, cursor }, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: 30_000,
  });
}

/** Somebody or something that records can be filtered by. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Who and what the records of a page name, as the answer has it, and the people and clients that can be chosen to filter by, as
 * far as the reader may list them.
 */
export function useNames(agencyId: string | null, isOfOneAgency: boolean, found: readonly AuditName[]) {
  const sallyport = useSallyport();
  const may = useMay();
  const users = useQuery({
    queryKey: ['users', agencyId],
    queryFn: ({ signal }) => sallyport.users.list(agencyId, signal),
    enabled: isOfOneAgency && may('users:manage'),
  });
  const clients = useQuery({
    queryKey: ['clients', agencyId],
    queryFn: ({ signal }) => sallyport.clients.list(agencyId, signal),
    enabled: isOfOneAgency && may('clients:manage'),
  });
  const people: Named[] = (users.data?.users ?? []).map(({ id, first_name, last_name }) => ({
    id,
    name: `${first_name} ${last_name}`,
  }));
  const named: Named[] = (clients.data?.clients ?? []).map(({ id, name }) => ({ id, name }));
  return {
    ...{ people, clients: named },
    /** Of that kind, where two things have the same id. */
    find(id: string, kind?: AuditName['kind']): AuditName | undefined {
      return found.find((each) => each.id === id && (kind === undefined || each.kind === kind));
    },
  };
}

export type Names = ReturnType<typeof useNames>;
