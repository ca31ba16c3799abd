import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useMay } from '../current-session/use-may.ts';
import { usePollInterval } from '../live/live-state.ts';

/** What was given to other agencies and received from them; nothing is asked for whom it is not. */
export function useTransfers() {
  const { transfers } = useSallyport();
  const may = useMay();
  return useQuery({
    queryKey: ['transfers'],
    queryFn: ({ signal }) => transfers.list(signal),
    enabled: may('transfers:read'),
    refetchInterval: usePollInterval(),
  });
}

/** Ends a transfer, given or received. */
export function useEndTransfer() {
  const { transfers } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => transfers.end(id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['transfers'] }),
  });
}
