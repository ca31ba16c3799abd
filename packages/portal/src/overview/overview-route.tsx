import { lazy, Suspense } from 'react';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';

const OverviewPage = lazy(async () => ({ default: (await import('./overview-page.tsx')).OverviewPage }));

/** The map of all that is active; its code is loaded on the first visit. */
export function OverviewRoute() {
  return (
    <Suspense fallback={<Loading what={translated('the map')} />}>
      <OverviewPage />
    </Suspense>
  );
}
