import { ageSeconds, agoText } from '../time/age.ts';
import { useOfNow } from '../time/use-server-now.ts';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';
import classes from './location-panel.module.css';

/** A position older than this may be where the caller was, not where the caller is. */
export const STALE_AFTER_SECONDS = 30;

/** True once a position of this instant is stale. */
export function useIsStale(locatedAt: string): boolean {
  return useOfNow((nowMs) => ageSeconds(locatedAt, nowMs) > STALE_AFTER_SECONDS);
}

/** How old the position is, in words, ticking; tagged when stale. */
export function LocationAge({ locatedAt }: { locatedAt: string }) {
  const { instantText } = useTimes();
  const age = useOfNow((nowMs) => agoText(locatedAt, nowMs));
  const isStale = useIsStale(locatedAt);
  return (
    <span className={classes.age} data-stale={isStale}>
      <time dateTime={locatedAt} title={instantText(locatedAt)} data-testid="location-age">
        {age}
      </time>
      {isStale && <span className={classes.stale}>{translated('Stale')}</span>}
    </span>
  );
}
