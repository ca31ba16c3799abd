import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

/** The applications that this person opens signed in. */
export function useTiles() {
  const { account } = useSallyport();
  return useQuery({
    queryKey: ['openable-applications'],
    queryFn: ({ signal }) => account.applications(signal),
    refetchInterval: 300_000,
  });
}
