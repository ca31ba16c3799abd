import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { announceDone } from '../notices/announce.ts';
import { translated } from '../words/translated.ts';

const KEY = ['own-factors'];

/** The second factors of the person who is signed in. */
export function useOwnFactors() {
  const { account } = useSallyport();
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => account.factors(signal) });
}

export function useRemoveFactor() {
  const { account } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => account.removeFactor(id),
    onSuccess() {
      announceDone(translated('The factor was removed.'));
      void queryClient.invalidateQueries({ queryKey: KEY });
    },
  });
}

/** Ten new recovery codes; those before are void. */
export function useRenewCodes() {
  const { account } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => account.renewRecoveryCodes(),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
