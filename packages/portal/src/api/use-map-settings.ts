import { useQuery } from '@tanstack/react-query';
import { useSallyport } from './sallyport-context.tsx';

/** How maps are drawn here, and where a position is opened; asked for once a page. */
export function useMapSettings() {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: ['map'],
    queryFn: ({ signal }) => sallyport.mapSettings(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
