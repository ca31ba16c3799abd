import type { UseQueryResult } from '@tanstack/react-query';
import { WarningIcon } from '../icons/icons.tsx';
import { useLive } from '../live/live-state.ts';
import { ShownClock } from '../time/shown-instant.tsx';
import { translated } from '../words/translated.ts';
import classes from './feed-notice.module.css';

interface FeedNoticeProps {
  query: Pick<UseQueryResult, 'failureCount' | 'dataUpdatedAt' | 'data'>;
}

/**
 * While the live connection is lost or a query fails: since when the data on screen is old, or that it is renewed every
 * 3 s meanwhile. The data itself stays.
 */
export function FeedNotice({ query }: FeedNoticeProps) {
  const live = useLive();
  const isLost = live.kind === 'lost';
  const isUnread = isLost && query.dataUpdatedAt < live.lostAt;
  const isOld = query.data !== undefined && (query.failureCount > 0 || isUnread);
  const asOf = new Date(Math.max(query.dataUpdatedAt, isLost ? live.aliveAt : 0)).toISOString();
  return (
    <div role="status" className={isOld ? classes.notice : isLost ? classes.quiet : undefined}>
      {isOld && (
        <>
          <WarningIcon />
          <span>
            {translated('No update since')} <ShownClock at={asOf} />.{' '}
            {translated('What you see may be old. Trying again …')}
          </span>
        </>
      )}
      {isLost && !isOld && (
        <span>{translated('Reconnecting to live updates. Until then this page is renewed every 3 s.')}</span>
      )}
    </div>
  );
}
