import type { DeeplinkView, Incident, SearchQuery, Session } from '@sallyport/contract';
import { StatusMark } from '../marks/status-mark.tsx';
import { TestTag } from '../marks/test-tag.tsx';
import { queryText } from '../search/query-text.ts';
import { SessionTimeLeft } from '../session/session-time-left.tsx';
import { SoundControl } from '../sound/sound-control.tsx';
import { ThemeSwitch } from '../theme/theme-switch.tsx';
import classes from './deeplink.module.css';

interface DeeplinkBarProps {
  session: Session;
  query: SearchQuery;
  view: DeeplinkView;
  newest: Incident | undefined;
}

/** The slim bar of a deeplink: whom it is about, how it stands, how long it lasts; with the map also whose it is. */
export function DeeplinkBar({ session, query, view, newest }: DeeplinkBarProps) {
  return (
    <header className={classes.bar}>
      <span className={classes.query}>{queryText(query)}</span>
      {newest !== undefined && <StatusMark status={newest.status} />}
      {newest?.is_test === true && <TestTag />}
      <span className={classes.right}>
        {view === 'full' && (
          <span className={classes.owner}>
            {session.user.first_name} {session.user.last_name}
            {session.agency === null ? '' : ` · ${session.agency.name}`}
          </span>
        )}
        <SessionTimeLeft expiresAt={session.expires_at} />
        <SoundControl />
        <ThemeSwitch />
      </span>
    </header>
  );
}
