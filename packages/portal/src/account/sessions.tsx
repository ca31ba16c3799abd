import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { announceDone } from '../notices/announce.ts';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import classes from './account.module.css';
import { browserText } from './browser-text.ts';

const KEY = ['own-sessions'];

/** Where the person is signed in, each with a button that ends it. */
export function Sessions() {
  const { account } = useSallyport();
  const queryClient = useQueryClient();
  const sessions = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) => account.sessions({ before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_before,
  });
  const end = useMutation({
    mutationFn: (id: string) => account.endSession(id),
    onSuccess: () => announceDone(translated('The session was ended.')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  const open = sessions.data?.pages.flatMap((page) => page.sessions);
  return (
    <section aria-labelledby="sessions-title" className={classes.section}>
      <h2 id="sessions-title">{translated('Where you are signed in')}</h2>
      <Refused error={sessions.error ?? end.error} />
      {sessions.isPending && <Loading what={translated('your sessions')} />}
      <ul className={classes.list}>
        {open?.map(({ id, is_current, place, browser, began_at, last_seen_at }) => (
          <li key={id}>
            <strong>{browserText(browser)}</strong>
            <span>
              {place}, {translated('since')} <InstantAge instant={began_at} />
              {last_seen_at !== null && (
                <>
                  , {translated('last seen')} <InstantAge instant={last_seen_at} />
                </>
              )}
            </span>
            {is_current ? (
              <em>{translated('This session')}</em>
            ) : (
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                aria-label={translated('End {browser} at {place}', { browser: browserText(browser), place })}
                onClick={() => end.mutate(id)}
              >
                {translated('End')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={sessions.isFetchingNextPage}
          onClick={() => void sessions.fetchNextPage()}
        >
          {translated('Show older')}
        </Button>
      )}
    </section>
  );
}
