import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

const SHORTEST = 3;

/** Incidents by words or digits in part; nothing is asked for less than three letters. What was found before stays while more is typed. */
export function useFind(text: string, limit: number) {
  const { incidents } = useSallyport();
  const given = text.trim();
  return useQuery({
    queryKey: ['find', given, limit],
    queryFn: ({ signal }) => incidents.find(given, limit, signal),
    enabled: given.length >= SHORTEST,
    placeholderData: given.length >= SHORTEST ? keepPreviousData : undefined,
    retry: false,
    staleTime: 2_000,
  });
}
