import { SallyportError } from '@sallyport/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';

/** Acknowledges the text of the sign-in. One that was changed meanwhile is read again, and stays. */
export function useAcknowledgeBanner() {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => sallyport.session.acknowledgeBanner(text),
    onSuccess: (session) => queryClient.setQueryData(SESSION_KEY, session),
    onError: (error) => {
      if (error instanceof SallyportError && error.status === 409) {
        void queryClient.invalidateQueries({ queryKey: SESSION_KEY });
      }
    },
  });
}
