import { SallyportError } from '@sallyport/client';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

const EVERY_MS = 3_000;
const WHILE_ENDED_MS = 60_000;

/** True where the display was ended, or its agency disabled, which alone passes. */
export function isEnded(error: unknown): boolean {
  return error instanceof SallyportError && error.status === 401;
}

/** What a display shows, read every three seconds; the last that was read stays while the server cannot be reached. */
export function useBoard(token: string) {
  const { wallBoards } = useSallyport();
  return useQuery({
    queryKey: ['board', token],
    queryFn: ({ signal }) => wallBoards.read(token, signal),
    refetchInterval: ({ state }) => (isEnded(state.error) ? WHILE_ENDED_MS : EVERY_MS),
    refetchIntervalInBackground: true,
    // A browser's own opinion of the network is no reason not to look.
    networkMode: 'always',
    retry: false,
  });
}
