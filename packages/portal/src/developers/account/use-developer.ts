import { SallyportError } from '@sallyport/client';
import type { DeveloperSession } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { SESSION_KEY } from '../../api/query-client.ts';
import { useSallyport } from '../../api/sallyport-context.tsx';

/** The developer's session as the server sees it, null when there is none. */
export function useDeveloperQuery() {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }): Promise<DeveloperSession | null> => {
      try {
        return await sallyport.developers.read(signal);
      } catch (error) {
        if (error instanceof SallyportError && (error.status === 401 || error.status === 403)) return null;
        throw error;
      }
    },
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
}
