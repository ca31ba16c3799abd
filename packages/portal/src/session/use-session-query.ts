import { SallyportError } from '@sallyport/client';
import type { Session } from '@sallyport/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { markEnded, SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { serverNow } from '../time/server-clock.ts';

/** Longest wait a browser's timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The session as the server sees it, null when there is none. It turns null by itself at the moment it expires. */
export function useSessionQuery() {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await sallyport.session.read(signal);
      } catch (error) {
        if (error instanceof SallyportError && error.status === 401) {
          markEnded(queryClient, error);
          return null;
        }
        throw error;
      }
    },
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
  const expiresAt = query.data?.expires_at;
  useEffect(() => {
    if (expiresAt === undefined) return;
    const leftMs = Math.min(Math.max(0, Date.parse(expiresAt) - serverNow()), LONGEST_TIMER_MS);
    const over = { code: 'invalid_token', reason: 'expired' };
    const timer = setTimeout(() => markEnded(queryClient, over), leftMs);
    return () => clearTimeout(timer);
  }, [expiresAt, queryClient]);
  return query;
}
