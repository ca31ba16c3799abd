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

/** The agency's recent incidents. An operator has none and starts in Admin. */
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
  return (
    <>
      <title>Incidents · Sallyport</title>
      <FeedNotice query={queue} />
      <div className={classes.page}>
        <header className={classes.heading}>
          <h1>Incidents</h1>
          <span>newest first</span>
          <SoundSwitch arrivals={arrivals} />
        </header>
        <ArrivalAnnouncer incidents={incidents} arrivals={arrivals} />
        {incidents.length === 0 ? (
          <Notice title="No incidents yet" isPartOfPage>
            The first one appears here by itself when it comes in.
          </Notice>
        ) : (
          <QueueList incidents={incidents} arrivals={arrivals} />
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
