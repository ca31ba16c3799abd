import type { SectionPage } from '@sallyport/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useQueuePatch } from '../live/live-provider.tsx';
import { usePollInterval } from '../live/live-state.ts';
import type { QueueSection } from '../live/queue-patch.ts';
import { serverNow } from '../time/server-clock.ts';
import { type QueueFilter, toServer } from './queue-filter.ts';

const PAGE_SIZE = 50;
/** What is active is read whole, up to so many. */
const ACTIVE_PAGE_SIZE = 200;
const ACTIVE_AT_MOST = 1_000;

function pageOf(section: QueueSection, filter: string): SectionPage {
  const limit = section === 'active' ? ACTIVE_PAGE_SIZE : PAGE_SIZE;
  return { ...toServer(JSON.parse(filter) as QueueFilter, serverNow()), section, limit };
}

/** One section of the queue, the newest first: read once, then kept in step by events; what is active whole, the others by pages. */
export function useSection(section: QueueSection, filter: QueueFilter, isShown = true) {
  const { incidents } = useSallyport();
  const patch = useQueuePatch();
  useEffect(() => patch?.follow(pageOf), [patch]);
  const key = JSON.stringify(filter);
  const query = useInfiniteQuery({
    queryKey: ['queue', section, key],
    queryFn: ({ pageParam, signal }) => incidents.section({ ...pageOf(section, key), before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_before,
    refetchInterval: usePollInterval(),
    enabled: isShown,
    // The page stays, and its filter open, until another filter's list is there.
    placeholderData: keepPreviousData,
  });
  const listed = useMemo(() => query.data?.pages.flatMap((page) => page.incidents), [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const count = listed?.length ?? 0;
  useEffect(() => {
    if (section === 'active' && hasNextPage && !isFetchingNextPage && count < ACTIVE_AT_MOST) void fetchNextPage();
  }, [section, hasNextPage, isFetchingNextPage, fetchNextPage, count]);
  return { query, listed };
}
