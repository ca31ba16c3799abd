import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Navigate } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { FeedNotice } from '../app/feed-notice.tsx';
import { Loading } from '../app/loading.tsx';
import { Notice } from '../app/notice.tsx';
import { ArrivalAnnouncer } from '../incident/arrival-announcer.tsx';
import { useArrivals } from '../incident/use-arrivals.ts';
import { useSession } from '../session/session-context.ts';
import classes from './queue.module.css';
import { QueueList } from './queue-list.tsx';
import { SoundSwitch } from './sound-switch.tsx';
import { useQueue } from './use-queue.ts';
import { isWaiting, waitingFirst } from './waiting-first.ts';

/** The agency's recent incidents, what waits for an answer first. An operator has none and starts in Admin. */
export function QueuePage() {
  const session = useSession();
  if (session.agency === null) return <Navigate to="/portal/admin" replace />;
  return <AgencyQueue />;
}

function AgencyQueue() {
  const queue = useQueue();
  const incidents = useMemo(() => queue.data?.pages.flatMap((page) => page.incidents), [queue.data]);
  const arrivals = useArrivals(incidents, 'queue');
  if (incidents === undefined) {
    if (!queue.isError) return <Loading what="incidents" />;
    return <Notice title="The incidents cannot be shown">{refusalText(queue.error)}</Notice>;
  }
  const waiting = incidents.filter(isWaiting);
  // An alert that is requested once more has another deadline, and sounds once more.
  const causes = [...arrivals, ...waiting.map(({ id, accept_by }) => `${id} until ${accept_by}`)];
  return (
    <>
      <title>{`${waiting.length === 0 ? '' : `(${waiting.length}) `}Incidents · Sallyport`}</title>
      <FeedNotice query={queue} />
      <div className={classes.page}>
        <header className={classes.heading}>
          <h1>Incidents</h1>
          <span role="status">{waitingText(waiting.length)}</span>
          <SoundSwitch causes={causes} />
        </header>
        <ArrivalAnnouncer incidents={incidents} arrivals={arrivals} />
        {incidents.length === 0 ? (
          <Notice title="No incidents yet" isPartOfPage>
            The first one appears here by itself when it comes in.
          </Notice>
        ) : (
          <QueueList incidents={waitingFirst(incidents)} arrivals={arrivals} />
        )}
        {queue.hasNextPage && (
          <Button
            className={classes.older}
            variant="default"
            loading={queue.isFetchingNextPage}
            onClick={() => void queue.fetchNextPage()}
          >
            Show older
          </Button>
        )}
      </div>
    </>
  );
}

function waitingText(count: number): string {
  if (count === 0) return 'newest first';
  return count === 1 ? '1 alert waits for an answer' : `${count} alerts wait for an answer`;
}
