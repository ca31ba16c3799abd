import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Navigate } from 'react-router';
import { useAssailants } from '../alert/use-assailants.ts';
import { useWaitingAlerts } from '../alert/use-waiting-alerts.ts';
import { waitingText } from '../alert/waiting-text.ts';
import { refusalText } from '../api/refusal-text.ts';
import { useSession } from '../current-session/session-context.ts';
import { ArrivalAnnouncer } from '../incident/arrival-announcer.tsx';
import { useArrivals } from '../incident/use-arrivals.ts';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import classes from './queue.module.css';
import { QueueList } from './queue-list.tsx';
import { isWaiting, urgentFirst } from './urgent-first.ts';
import { useQueue } from './use-queue.ts';

/** The agency's recent incidents, active assailants and what waits for an answer first. An operator has none and starts in Admin. */
export function QueuePage() {
  const session = useSession();
  if (session.agency === null) return <Navigate to="/portal/admin" replace />;
  return <AgencyQueue />;
}

function AgencyQueue() {
  const queue = useQueue();
  const incidents = useMemo(() => queue.data?.pages.flatMap((page) => page.incidents), [queue.data]);
  const waiting = useWaitingAlerts() ?? [];
  const assailants = useAssailants() ?? [];
  const arrivals = useArrivals(incidents, 'queue');
  if (incidents === undefined) {
    if (!queue.isError) return <Loading what="incidents" />;
    return <Notice title="The incidents cannot be shown">{refusalText(queue.error)}</Notice>;
  }
  const ordered = urgentFirst(incidents, { assailants, waiting });
  const count = ordered.filter(isWaiting).length;
  return (
    <>
      <title>{`${count === 0 ? '' : `(${count}) `}Incidents · Sallyport`}</title>
      <FeedNotice query={queue} />
      <div className={classes.page}>
        <header className={classes.heading}>
          <h1>Incidents</h1>
          <span>{count === 0 ? 'newest first' : waitingText(count)}</span>
        </header>
        <ArrivalAnnouncer incidents={incidents} arrivals={arrivals} />
        {ordered.length === 0 ? (
          <Notice title="No incidents yet" isPartOfPage>
            The first one appears here by itself when it comes in.
          </Notice>
        ) : (
          <QueueList incidents={ordered} arrivals={arrivals} />
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
