import type { GiveShareRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** What the agency shares and what is shared with it, and with whom it can be. */
export function useShares(agencyId: string | null, isReady: boolean) {
  const { shares } = useSallyport();
  return useQuery({
    queryKey: ['shares', agencyId],
    queryFn: ({ signal }) => shares.list(agencyId, signal),
    enabled: isReady,
    refetchInterval: 30_000,
  });
}

/** Lets another agency see incidents. */
export function useGiveShare(agencyId: string | null) {
  const { shares } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (share: GiveShareRequest) => shares.give(share, agencyId),
    onSuccess() {
      announceDone(translated('Shared.'));
      return queryClient.invalidateQueries({ queryKey: ['shares', agencyId] });
    },
  });
}

/** Ends a share, given or received. */
export function useEndShare(agencyId: string | null) {
  const { shares } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => shares.end(id, agencyId),
    onSuccess: () => announceDone(translated('Share ended.')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['shares', agencyId] }),
  });
}
