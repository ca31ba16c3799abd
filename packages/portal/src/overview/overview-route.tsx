import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';

const OverviewPage = lazy(async () => ({ default: (await import('./overview-page.tsx')).OverviewPage }));

/** The map of all that is active; its code is loaded on the first visit. */
export function OverviewRoute() {
  return (
    <Suspense fallback={<Loading what="the map" />}>
      <OverviewPage />
    </Suspense>
  );
}
