import type { EditCallflowRequest, NewCallflowRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

const KEY = ['callflows'];

/** Every client that may send alerts, with its callflows. */
export function useSenders() {
  const { callflows } = useSallyport();
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => callflows.list(signal), refetchInterval: 30_000 });
}

/** Every agency of the installation, and whether it has a boundary. */
export function useOperatedAgencies() {
  const { agencies } = useSallyport();
  return useQuery({ queryKey: ['agencies'], queryFn: ({ signal }) => agencies.list(signal) });
}

/** Adds a callflow, or changes the one that is there, and has the list read again. */
export function useSaveCallflow(onSaved: () => void) {
  const { callflows } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ isNew, request }: { isNew: boolean; request: NewCallflowRequest }) => {
      const { client_id, name, ...settings } = request;
      return isNew ? callflows.add(request) : callflows.edit(client_id, name, settings satisfies EditCallflowRequest);
    },
    async onSuccess({ name }) {
      await queryClient.invalidateQueries({ queryKey: KEY });
      announceDone(translated('Callflow {name} saved.', { name }));
      onSaved();
    },
  });
}

/** Takes a callflow away and has the list read again. */
export function useRemoveCallflow() {
  const { callflows } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ clientId, name }: { clientId: string; name: string }) => callflows.remove(clientId, name),
    onSuccess: (_, { name }) => announceDone(translated('Callflow {name} removed.', { name })),
    onError: announceRefused,
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
