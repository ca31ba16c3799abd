import { Button } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { waitingText } from '../alert/waiting-text.ts';
import { refusalText } from '../api/refusal-text.ts';
import { useSession } from '../current-session/session-context.ts';
import { useMay } from '../current-session/use-may.ts';
import { ArrivalAnnouncer } from '../incident/arrival-announcer.tsx';
import { useArrivals } from '../incident/use-arrivals.ts';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import { FilterBar } from './filter-bar.tsx';
import { isWaiting, ordered } from './gravest-first.ts';
import { groupedRows, rowsOf, withToggled } from './listed-rows.ts';
import classes from './queue.module.css';
import { readFilter, readIsGrouped, readOrder } from './queue-filter.ts';
import { QueueList } from './queue-list.tsx';
import { useDismissal } from './use-dismissal.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useSection } from './use-section.ts';

const NO_ARRIVALS: ReadonlySet<string> = new Set();

/** The agency's incidents in sections: active, with what waits for an answer first, ended, and what the person dismissed. An operator has none and starts in Admin. */
export function QueuePage() {
  const session = useSession();
  if (session.agency === null) return <Navigate to="/portal/admin" replace />;
  return <AgencyQueue />;
}

function AgencyQueue() {
  const [params] = useSearchParams();
  const filter = readFilter(params);
  const order = readOrder(params);
  const [isDense, setIsDense] = useLocalStorage({
    key: 'sallyport-dense-rows',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [showsDismissed, setShowsDismissed] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const active = useSection('active', filter);
  const ended = useSection('ended', filter);
  const dismissed = useSection('dismissed', filter, showsDismissed);
  const arrivals = useArrivals(active.listed, 'queue');
  const mayWork = useMay()('incidents:work');
  const { dismiss, undo } = useDismissal();
  useRowKeys(page, (id) => mayWork && dismiss.mutate(id));
  const { mutate: dismissIt } = dismiss;
  const { mutate: putBack } = undo;
  const dismissal = useMemo(
    () => (mayWork ? { word: 'Dismiss' as const, act: dismissIt } : null),
    [mayWork, dismissIt],
  );
  const undoing = useMemo(() => ({ word: 'Put back' as const, act: putBack }), [putBack]);
  const isGrouped = readIsGrouped(params);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const incidents = useMemo(() => ordered(active.listed ?? [], order), [active.listed, order]);
  const rows = useMemo(
    () => (isGrouped ? groupedRows(incidents, opened) : rowsOf(incidents)),
    [isGrouped, incidents, opened],
  );
  const toggle = useCallback((id: string) => setOpened((before) => withToggled(before, incidents, id)), [incidents]);
  if (active.listed === undefined) {
    if (!active.query.isError) return <Loading what={translated('incidents')} />;
    return <Notice title={translated('The incidents cannot be shown')}>{refusalText(active.query.error)}</Notice>;
  }
  const past = ended.listed ?? [];
  const count = incidents.filter(isWaiting).length;
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <title>{`${count === 0 ? '' : `(${count}) `}${translated('Incidents')} · Sallyport`}</title>
      <FeedNotice query={active.query} />
      <div className={classes.page} ref={page}>
        <header className={classes.heading}>
          <h1>{translated('Incidents')}</h1>
          <span>
            {count === 0 ? translated(order === 'gravest' ? 'gravest first' : 'newest first') : waitingText(count)}
          </span>
          <FilterBar filter={filter} incidents={[...incidents, ...past]} isDense={isDense} onDense={setIsDense} />
        </header>
        <ArrivalAnnouncer incidents={active.listed} arrivals={arrivals} />
        <Refused error={dismiss.error ?? undo.error} />
        {rows.length === 0 ? (
          <Notice title={emptyTitle(isFiltered, past.length > 0)} isPartOfPage>
            {translated('The next one appears here by itself when it comes in.')}
          </Notice>
        ) : (
          <QueueList
            label={translated('Incidents')}
            rows={rows}
            onToggle={toggle}
            arrivals={arrivals}
            isDense={isDense}
            dismissal={dismissal}
          />
        )}
        {past.length > 0 && (
          <section className={classes.section} aria-labelledby="ended-title">
            <h2 id="ended-title">{translated('Ended')}</h2>
            <QueueList
              label={translated('Ended')}
              rows={rowsOf(past)}
              arrivals={NO_ARRIVALS}
              isDense={isDense}
              dismissal={dismissal}
            />
            {ended.query.hasNextPage && (
              <Button
                className={classes.older}
                variant="default"
                loading={ended.query.isFetchingNextPage}
                onClick={() => void ended.query.fetchNextPage()}
              >
                {translated('Show older')}
              </Button>
            )}
          </section>
        )}
        {mayWork && (
          <section className={classes.section} aria-labelledby="dismissed-title">
            <h2 id="dismissed-title">
              <Button
                variant="subtle"
                color="gray"
                c="inherit"
                size="compact-sm"
                aria-expanded={showsDismissed}
                onClick={() => setShowsDismissed((shows) => !shows)}
              >
                {translated(showsDismissed ? 'Hide what you dismissed' : 'What you dismissed')}
              </Button>
            </h2>
            {showsDismissed && dismissed.listed?.length === 0 && <p>{translated('You dismissed nothing.')}</p>}
            {showsDismissed && dismissed.listed !== undefined && dismissed.listed.length > 0 && (
              <QueueList
                label={translated('Dismissed')}
                rows={rowsOf(dismissed.listed)}
                arrivals={NO_ARRIVALS}
                isDense={isDense}
                dismissal={undoing}
              />
            )}
          </section>
        )}
      </div>
    </>
  );
}

function emptyTitle(isFiltered: boolean, hasEnded: boolean): string {
  if (isFiltered) return translated('Nothing active matches the filter');
  return translated(hasEnded ? 'Nothing is active' : 'No incidents yet');
}
