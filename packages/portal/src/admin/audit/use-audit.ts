import type { AuditQuery } from '@sallyport/contract';
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

/** Somebody or something that a record can name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The people and clients of the agency by name, as far as the reader may see them; ids stand for the others. */
export function useNames(agencyId: string | null, isOfOneAgency: boolean) {
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
  const byId = new Map([...people, ...named].map(({ id, name }) => [id, name]));
  return { people, clients: named, nameOf: (id: string) => byId.get(id) };
}

export type Names = ReturnType<typeof useNames>;
