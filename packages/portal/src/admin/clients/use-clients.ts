import type { Client, ClientList, EditClientRequest, IssueClientRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** The clients of one agency. */
export function useClients(agencyId: string | null, isReady: boolean) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: clientsKey(agencyId),
    queryFn: ({ signal }) => sallyport.clients.list(agencyId, signal),
    enabled: isReady,
    refetchInterval: 30_000,
  });
}

/** What an admin does with clients. Each change shows in the list at once, as the server answered it. */
export function useClientActions(agencyId: string | null) {
  const { clients } = useSallyport();
  const queryClient = useQueryClient();
  const put = (changed: Client) =>
    queryClient.setQueryData<ClientList>(
      clientsKey(agencyId),
      (list) => list && { clients: list.clients.map((client) => (client.id === changed.id ? changed : client)) },
    );
  return {
    edit: useMutation({
      mutationFn: ({ id, request }: { id: string; request: EditClientRequest }) => clients.edit(id, request, agencyId),
      onSuccess: (client) => {
        put(client);
        announceDone(translated('{name} saved.', { name: client.name }));
      },
      onError: announceRefused,
    }),
    issue: useMutation({
      mutationFn: (request: IssueClientRequest) => clients.issue(request, agencyId),
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: clientsKey(agencyId) }),
          queryClient.invalidateQueries({ queryKey: ['agency-requests', agencyId] }),
        ]),
    }),
    addSecret: useMutation({
      mutationFn: (id: string) => clients.addSecret(id, agencyId),
      onSuccess: ({ client }) => put(client),
      onError: announceRefused,
    }),
    removeSecret: useMutation({
      mutationFn: ({ id, secretId }: { id: string; secretId: string }) => clients.removeSecret(id, secretId, agencyId),
      onSuccess: (client) => {
        put(client);
        announceDone(translated('Secret of {name} removed.', { name: client.name }));
      },
      onError: announceRefused,
    }),
  };
}

export type ClientActions = ReturnType<typeof useClientActions>;

function clientsKey(agencyId: string | null) {
  return ['clients', agencyId] as const;
}
