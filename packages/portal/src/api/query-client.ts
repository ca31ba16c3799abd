import { SallyportError } from '@sallyport/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Where the session is kept; null in it means signed out. */
export const SESSION_KEY = ['session'] as const;

/** Why the last session of this page is over, by the server's name; `unknown` where it stated none. */
export const SESSION_END_KEY = ['session-end'] as const;

/** Takes the session as over, for the reason that the server's 401 has. One that never was leaves nothing to explain. */
export function markEnded(queryClient: QueryClient, { code, reason }: Pick<SallyportError, 'code' | 'reason'>): void {
  const hadSession = queryClient.getQueryData(SESSION_KEY) != null;
  const end = reason ?? (hadSession || code === 'invalid_token' ? 'unknown' : null);
  if (end !== null) queryClient.setQueryData(SESSION_END_KEY, end);
  queryClient.setQueryData(SESSION_KEY, null);
}

/** A cache for one session. Any 401 but that of a wrong code marks that session as over; refusals are not retried, failures to reach are. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof SallyportError && error.status === 401 && error.code !== 'invalid_credentials')
      markEnded(queryClient, error);
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && (!(error instanceof SallyportError) || error.status === 0),
        retryDelay: 1000,
        refetchOnWindowFocus: true,
        // A dispatch desk has no "offline": keep asking, so that the feed notice is true.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  // Read by the sign-in page alone, however long after.
  queryClient.setQueryDefaults(SESSION_END_KEY, { gcTime: Number.POSITIVE_INFINITY });
  return queryClient;
}
