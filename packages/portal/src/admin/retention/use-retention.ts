import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** For how long one agency keeps incidents, and what clean-ups removed. */
export function useRetention(agencyId: string | null, isReady: boolean) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: ['retention', agencyId],
    queryFn: ({ signal }) => sallyport.retention.read(agencyId, signal),
    enabled: isReady,
    refetchInterval: 30_000,
  });
}

/** Sets the agency's retention; the page shows what the server then has. */
export function useSetRetention(agencyId: string | null) {
  const { retention } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (days: number | null) => retention.set(days, agencyId),
    onSuccess(answer) {
      queryClient.setQueryData(['retention', agencyId], answer);
      announceDone(translated('Retention saved.'));
    },
  });
}
