import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

/** What matches a query, renewed every three seconds, so that an incident shows as soon as there is one. */
export function useSearch(query: string) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => sallyport.incidents.search(query, signal),
    enabled: query !== '',
    refetchInterval: (search) => (search.state.status === 'error' && search.state.data === undefined ? false : 3000),
  });
}
