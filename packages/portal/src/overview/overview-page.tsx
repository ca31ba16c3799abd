import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSallyport } from '../api/sallyport-context.tsx';
import { areaWords } from '../area/area-words.ts';
import { focusOf } from '../area/focus-of.ts';
import { type Corner, polygonArea } from '../area/polygon.ts';
import { positioned } from '../location/positioned.ts';
import type { MapFocus } from '../map/furniture/draw-furniture.ts';
import { PlaceMap } from '../map/place-map.tsx';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import chipClasses from '../queue/filter-bar.module.css';
import { drawnCorners, isArea, withFilter } from '../queue/queue-filter.ts';
import { useSection } from '../queue/use-section.ts';
import { translated } from '../words/translated.ts';
import { AreaForm } from './area-form.tsx';
import classes from './overview.module.css';
import { OverviewFurniture } from './overview-furniture.tsx';
import { OverviewList } from './overview-list.tsx';

interface Drawing {
  readonly corners: readonly Corner[];
  readonly focus: MapFocus;
}

/** Where everything is that is active, or what is in an area that is drawn here, on one map with the agency's boundary, and beside it in a list. */
export function OverviewPage() {
  const { addresses } = useSallyport();
  const [params, setParams] = useSearchParams();
  const area = params.get('area') ?? undefined;
  const filter = useMemo(() => (area !== undefined && isArea(area) ? { area } : {}), [area]);
  const { query, listed } = useSection('active', filter);
  /** What is drawn, and where the map began; null while nothing is. */
  const [drawing, setDrawing] = useState<Drawing | null>(null);
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
  const chosen = drawnCorners(filter.area);
  const focus =
    drawing?.focus ??
    focusOf(
      chosen?.map(([longitude, latitude]) => ({ latitude, longitude })) ?? placed.map(({ location }) => location),
      map.data?.bounds ?? null,
    );
  const setArea = (next: string | null) => {
    setParams(withFilter(params, 'area', next), { replace: true });
    setDrawing(null);
  };
  const onCorners = drawing && ((corners: readonly Corner[]) => setDrawing({ ...drawing, corners }));
  return (
    <div className={classes.page}>
      <title>{translated('Map · Sallyport')}</title>
      <FeedNotice query={query} />
      <div className={classes.heading}>
        <h1>{translated('Map')}</h1>
        {filter.area !== undefined && drawing === null && (
          <button
            type="button"
            className={chipClasses.chip}
            onClick={() => setArea(null)}
            aria-label={translated('Remove filter {text}', { text: areaWords(filter.area) })}
          >
            {areaWords(filter.area)} <span aria-hidden="true">×</span>
          </button>
        )}
        {focus !== null && drawing === null && (
          <Button size="compact-sm" variant="default" onClick={() => setDrawing({ corners: chosen ?? [], focus })}>
            {translated(chosen === null ? 'Draw an area' : 'Edit the area')}
          </Button>
        )}
      </div>
      {drawing !== null && onCorners !== null && (
        <AreaForm
          corners={drawing.corners}
          onCorners={onCorners}
          onUse={() => setArea(polygonArea(drawing.corners))}
          onCancel={() => setDrawing(null)}
        />
      )}
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
                area={filter.area ?? null}
                corners={drawing?.corners ?? chosen}
                onCorners={onCorners}
              />
            )}
          />
        </div>
      )}
      <OverviewList incidents={listed} />
    </div>
  );
}
