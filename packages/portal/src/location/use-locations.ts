import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';

/** Where an incident was stated to be, the newest first, each position in words. Read again with the incident. */
export function useLocations(incidentId: string) {
  const { incidents } = useSallyport();
  return useQuery({
    queryKey: ['incident', incidentId, 'locations'],
    queryFn: ({ signal }) => incidents.locations(incidentId, signal),
    refetchInterval: usePollInterval(),
  });
}
