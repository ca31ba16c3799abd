import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** What one agency allowed applications. */
export function useGrants(agencyId: string | null, isReady: boolean) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: grantsKey(agencyId),
    queryFn: ({ signal }) => sallyport.grants.list(agencyId, signal),
    enabled: isReady,
    refetchInterval: 30_000,
  });
}

/** Ends a grant; the list is read again, as the server has it then. */
export function useRevokeGrant(agencyId: string | null) {
  const { grants } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => grants.revoke(id, agencyId),
    onSuccess: (_, { name }) => announceDone(translated('Access of {name} ended.', { name })),
    onError: announceRefused,
    onSettled: () => queryClient.invalidateQueries({ queryKey: grantsKey(agencyId) }),
  });
}

/** The cache key of one agency’s grants. */
export function grantsKey(agencyId: string | null) {
  return ['grants', agencyId] as const;
}
