import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { positioned } from '../location/positioned.ts';
import { PlaceMap } from '../map/place-map.tsx';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { useSection } from '../queue/use-section.ts';
import { translated } from '../words/translated.ts';
import { focusOf } from './focus-of.ts';
import classes from './overview.module.css';
import { OverviewFurniture } from './overview-furniture.tsx';
import { OverviewList } from './overview-list.tsx';

const EVERYTHING = {};

/** Where everything is that is active, on one map with the agency's boundary, and beside it in a list. */
export function OverviewPage() {
  const { addresses } = useSallyport();
  const { query, listed } = useSection('active', EVERYTHING);
  const map = useQuery({
    queryKey: ['agency-map'],
    queryFn: ({ signal }) => addresses.agencyMap(null, signal),
    staleTime: 60_000,
  });
  const placed = useMemo(
    () =>
      (listed ?? []).flatMap((incident) => {
        const location = positioned(incident.location);
        return location === null ? [] : [{ incident, location }];
      }),
    [listed],
  );
  if (listed === undefined || map.isPending) return <Loading what={translated('the map')} />;
  const focus = focusOf(
    placed.map(({ location }) => location),
    map.data?.bounds ?? null,
  );
  return (
    <div className={classes.page}>
      <title>{translated('Map · Sallyport')}</title>
      <FeedNotice query={query} />
      <h1>{translated('Map')}</h1>
      {focus === null ? (
        <Notice title={translated('Nothing to show yet')} isPartOfPage>
          {translated('No active incident has a position, and the agency has no boundary.')}
        </Notice>
      ) : (
        <div className={classes.map}>
          <PlaceMap
            focus={focus}
            furniture={(view, commands) => (
              <OverviewFurniture
                view={view}
                commands={commands}
                placed={placed}
                boundary={map.data?.boundary ?? null}
              />
            )}
          />
        </div>
      )}
      <OverviewList incidents={listed} />
    </div>
  );
}
