import { SallyportError } from '@sallyport/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Where the session is kept; null in it means signed out. */
export const SESSION_KEY = ['session'] as const;

/** A cache for one session. Any 401 but that of a wrong code marks that session as over; refusals are not retried, failures to reach are. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof SallyportError && error.status === 401 && error.code !== 'invalid_credentials')
      queryClient.setQueryData(SESSION_KEY, null);
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
  return queryClient;
}
