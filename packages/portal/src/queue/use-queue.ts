import { useInfiniteQuery } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';

const PAGE_SIZE = 50;

/** The agency's incidents, newest first, every loaded page renewed when an event touches it. */
export function useQueue() {
  const sallyport = useSallyport();
  return useInfiniteQuery({
    queryKey: ['incidents'],
    queryFn: ({ pageParam, signal }) => sallyport.incidents.list({ limit: PAGE_SIZE, before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_before,
    refetchInterval: usePollInterval(),
  });
}
