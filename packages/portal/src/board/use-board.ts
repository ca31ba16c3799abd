import { SallyportError } from '@sallyport/client';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

const EVERY_MS = 3_000;
const WHILE_REFUSED_MS = 60_000;

/** Why a display shows nothing: it was ended for good, or its agency is disabled, which passes. Null for any other error. */
export function refusalOf(error: unknown): 'ended' | 'agency-disabled' | null {
  if (!(error instanceof SallyportError)) return null;
  if (error.status === 401) return 'ended';
  return error.status === 403 ? 'agency-disabled' : null;
}

/** What a display shows, read every three seconds; the last that was read stays while the server cannot be reached. */
export function useBoard(token: string) {
  const { wallBoards } = useSallyport();
  return useQuery({
    queryKey: ['board', token],
    queryFn: ({ signal }) => wallBoards.read(token, signal),
    refetchInterval: ({ state }) => (refusalOf(state.error) === null ? EVERY_MS : WHILE_REFUSED_MS),
    refetchIntervalInBackground: true,
    // A browser's own opinion of the network is no reason not to look.
    networkMode: 'always',
    retry: false,
  });
}
