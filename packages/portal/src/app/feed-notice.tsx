import type { UseQueryResult } from '@tanstack/react-query';
import { WarningIcon } from '../icons/icons.tsx';
import { clockText } from '../time/instant-text.ts';
import classes from './feed-notice.module.css';

/** While a polled query fails: since when the data on screen is old. The data itself stays. */
export function FeedNotice({ query }: { query: Pick<UseQueryResult, 'failureCount' | 'dataUpdatedAt' | 'data'> }) {
  const isOld = query.failureCount > 0 && query.data !== undefined;
  return (
    <div role="status" className={isOld ? classes.notice : undefined}>
      {isOld && (
        <>
          <WarningIcon />
          <span>
            No update since {clockText(new Date(query.dataUpdatedAt).toISOString())}. What you see may be old. Trying
            again …
          </span>
        </>
      )}
    </div>
  );
}
