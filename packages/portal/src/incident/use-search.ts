import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';

/** What matches a query, renewed when an event touches it, so that an incident shows as soon as there is one. */
export function useSearch(query: string) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => sallyport.incidents.search(query, signal),
    enabled: query !== '',
    refetchInterval: usePollInterval(),
  });
}
