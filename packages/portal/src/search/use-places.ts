import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

const SHORTEST = 3;

/** Addresses of the agency that begin as a text does, or the position that it is: coordinates, MGRS, USNG, a plus code. */
export function usePlaces(text: string, limit: number) {
  const { addresses } = useSallyport();
  const given = text.trim();
  return useQuery({
    queryKey: ['places', given, limit],
    queryFn: ({ signal }) => addresses.find(given, limit, signal),
    enabled: given.length >= SHORTEST,
    placeholderData: given.length >= SHORTEST ? keepPreviousData : undefined,
    retry: false,
    staleTime: 30_000,
  });
}
