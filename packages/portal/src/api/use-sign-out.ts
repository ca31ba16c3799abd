import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from './query-client.ts';

/**
 * Ends the session by `signOut` and takes everything that was read with it out of the page. What is being read meanwhile
 * is cancelled first, since its answer could only be a refusal.
 */
export function useSignOut(signOut: () => Promise<void>, onSignedOut?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await queryClient.cancelQueries();
      await signOut();
    },
    onSuccess: () => {
      onSignedOut?.();
      queryClient.setQueryData(SESSION_KEY, null);
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
    },
  });
}
