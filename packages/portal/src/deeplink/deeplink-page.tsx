import type { Session } from '@sallyport/contract';
import { useMemo } from 'react';
import { refusalText } from '../api/refusal-text.ts';
import { IncidentView } from '../incident/incident-view.tsx';
import { useSearch } from '../incident/use-search.ts';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { queryText } from '../search/query-text.ts';
import { isOpenAlert } from '../sound/ringing.ts';
import { SoundNotices } from '../sound/sound-notices.tsx';
import { SoundProvider } from '../sound/sound-provider.tsx';
import { translated } from '../words/translated.ts';
import { PresenceProvider } from '../work/presence.tsx';
import classes from './deeplink.module.css';
import { DeeplinkBar } from './deeplink-bar.tsx';
import { WaitingForIncident } from './waiting-for-incident.tsx';

interface DeeplinkPageProps {
  session: Session;
  deeplink: NonNullable<Session['deeplink']>;
}

/** One query, and nothing that leads elsewhere. `cards` shows no map, made for a CAD's panel. */
export function DeeplinkPage({ session, deeplink }: DeeplinkPageProps) {
  const search = useSearch(deeplink.query.value);
  const newest = search.data?.incidents[0];
  const open = useMemo(() => search.data?.incidents.filter(isOpenAlert), [search.data]);
  return (
    <PresenceProvider lookingAt={newest?.id ?? null}>
      <SoundProvider open={open} newest={undefined} isOpenedOnThem>
        <div className={classes.page} data-view={deeplink.view}>
          <title>{`${queryText(deeplink.query)} · Sallyport`}</title>
          <SoundNotices />
          <DeeplinkBar session={session} query={deeplink.query} view={deeplink.view} newest={newest} />
          <main className={classes.main}>
            <FeedNotice query={search} />
            <Matches search={search} deeplink={deeplink} />
          </main>
        </div>
      </SoundProvider>
    </PresenceProvider>
  );
}

function Matches({ search, deeplink }: { search: ReturnType<typeof useSearch> } & Pick<DeeplinkPageProps, 'deeplink'>) {
  if (search.data === undefined) {
    if (!search.isError) return <Loading what={translated('the incident')} />;
    return <Notice title={translated('The incident cannot be shown')}>{refusalText(search.error)}</Notice>;
  }
  if (search.data.incidents.length === 0) return <WaitingForIncident query={deeplink.query} />;
  return <IncidentView incidents={search.data.incidents} withMap={deeplink.view === 'full'} />;
}
